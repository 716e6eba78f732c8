package io.lapwing.service.people;

import io.lapwing.crypto.Fault;
import java.net.URI;

/// Where people find this installation.
///
/// @param origin as browsers name it: `https://lapwing.example:8444`, without a path
/// @param name of the installation, in authenticator apps
public record PeopleConfig(String origin, String name) {
    public PeopleConfig {
        URI uri;
        try {
            uri = URI.create(origin);
        } catch (IllegalArgumentException _) {
            throw Fault.badInput("origin: want https://, a name and perhaps a port");
        }
        if (!"https".equals(uri.getScheme())
                || uri.getHost() == null
                || !uri.getRawPath().isEmpty()) {
            throw Fault.badInput("origin " + origin + ": want https://, a name and perhaps a port");
        }
        if (name.isBlank() || name.length() > 64 || name.indexOf(':') >= 0) {
            throw Fault.badInput("name of the installation: want 1 to 64 characters, no colon");
        }
    }

    /// The relying party's ID (WebAuthn level 3 §4): the origin's host name.
    public String relyingPartyId() {
        return String.valueOf(URI.create(origin).getHost());
    }
}
