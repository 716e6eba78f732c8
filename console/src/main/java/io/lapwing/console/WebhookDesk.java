package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Addresses to which events are posted, each with the scope of who made it. What is posted is signed by the vault's
/// signing key.
public interface WebhookDesk {
    /// Webhooks, oldest first.
    ///
    /// @param after the identifier of the last one of the page before
    Page<WebhookView> page(Principal who, Optional<String> after, int limit);

    /// One webhook.
    Versioned<WebhookView> find(Principal who, String id);

    /// Makes one: it is told of what happens from now on.
    Versioned<WebhookView> create(Principal who, WebhookForm form);

    /// Sends it to another address, or other events.
    Versioned<WebhookView> change(Principal who, String id, OptionalLong version, WebhookForm form);

    /// Lets its events wait.
    Versioned<WebhookView> pause(Principal who, String id);

    /// Delivers again at once, what waited first.
    Versioned<WebhookView> resume(Principal who, String id);

    /// Posts an event of type `webhook.test` now.
    DeliveryView test(Principal who, String id);

    void remove(Principal who, String id, OptionalLong version);

    /// By which receivers check that a delivery is from this platform.
    KeyView key(Principal who);

    /// Its last deliveries, newest first.
    List<DeliveryView> deliveries(Principal who, String id);

    /// The public key of webhooks' signatures.
    ///
    /// @param algorithm `ES256`: ECDSA on P-256 with SHA-256
    /// @param publicKey SubjectPublicKeyInfo in PEM (RFC 7468 §13)
    record KeyView(String algorithm, String publicKey) {}

    /// Where, and what.
    ///
    /// @param url `https`, to an address that is not of the platform's own network
    /// @param types beginnings of event types; none: all
    record WebhookForm(String url, List<String> types) {
        public WebhookForm {
            types = List.copyOf(types);
        }
    }

    /// A webhook.
    ///
    /// @param state `active`, `paused` by a person, or `failed` since nothing got through for too long
    /// @param madeAt ISO 8601
    /// @param failures attempts in vain since the last that got through
    /// @param problem why the last attempt was in vain
    record WebhookView(
            String id,
            String url,
            List<String> types,
            String state,
            String madeBy,
            String madeAt,
            int failures,
            Optional<String> problem) {}

    /// One attempt to deliver.
    ///
    /// @param at ISO 8601
    /// @param delivery its identifier
    /// @param problem why it was in vain; empty when it got through
    record DeliveryView(String at, String delivery, Optional<String> problem) {}
}
