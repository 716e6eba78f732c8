package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Addresses to which events are posted, each with the scope of who made it.
public interface WebhookDesk {
    /// Webhooks, oldest first.
    ///
    /// @param after the identifier of the last one of the page before
    Page<WebhookView> page(Principal who, Optional<String> after, int limit);

    Versioned<WebhookView> find(Principal who, String id);

    /// Makes one.
    ///
    /// @return with the key that signs what is posted; it is shown this once
    Made create(Principal who, WebhookForm form);

    Versioned<WebhookView> change(Principal who, String id, OptionalLong version, WebhookForm form);

    void remove(Principal who, String id, OptionalLong version);

    /// Its last deliveries, newest first.
    List<DeliveryView> deliveries(Principal who, String id);

    /// Where, and what.
    ///
    /// @param url `https`, to an address that is not of this machine or its own network
    /// @param types beginnings of event types; none: all
    record WebhookForm(String url, List<String> types, boolean enabled) {
        public WebhookForm {
            types = List.copyOf(types);
        }
    }

    /// A webhook.
    ///
    /// @param problem why nothing gets through; empty when all is well
    record WebhookView(
            String id,
            String url,
            List<String> types,
            boolean enabled,
            String madeBy,
            Optional<String> problem) {}

    /// A webhook with its key.
    ///
    /// @param secret signs by HMAC-SHA-256
    record Made(long version, WebhookView webhook, String secret) {
        @Override
        public String toString() {
            return "Made[" + webhook.id() + ", secret=[secret]]";
        }
    }

    /// One attempt to post an event.
    ///
    /// @param outcome an HTTP status, or why there was none
    record DeliveryView(String at, long event, String outcome, int attempt) {}
}
