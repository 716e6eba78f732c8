package io.lapwing.platform;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;

/// A virtual authenticator in a tab: a device that makes passkeys, and whose user is there and says yes (Chrome DevTools
/// Protocol, domain WebAuthn).
final class Passkey {
    private final CDPSession session;
    private final String authenticator;

    private Passkey(CDPSession session, String authenticator) {
        this.session = session;
        this.authenticator = authenticator;
    }

    /// Plugs one in.
    static Passkey in(Visit visit) {
        CDPSession session = visit.context().newCDPSession(visit.page());
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject arguments = new JsonObject();
        arguments.add("options", options);
        JsonObject added = session.send("WebAuthn.addVirtualAuthenticator", arguments);
        return new Passkey(session, added.get("authenticatorId").getAsString());
    }

    /// How many passkeys it holds.
    int size() {
        JsonObject arguments = new JsonObject();
        arguments.addProperty("authenticatorId", authenticator);
        return session.send("WebAuthn.getCredentials", arguments)
                .getAsJsonArray("credentials")
                .size();
    }
}
