package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// Who is meant, as the audit log names an actor: `user:anna`, `service:ci`, `machine:monitor`.
///
/// @param name 1 to 100 of a-z, 0-9, `.`, `_`, `@` and `-`, a letter or digit first; upper case is read as lower case
public record PersonId(Principal.Kind kind, String name) {
    static final String ROW_KIND = "person";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,99}");

    public PersonId {
        name = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw Fault.badInput(
                    "name of a person: want 1 to 100 of a-z, 0-9, '.', '_', '@' and '-', a letter"
                            + " or digit first");
        }
        if (kind == Principal.Kind.LOCAL) {
            throw Fault.badInput("person: want a user, a service or a machine");
        }
    }

    /// Reads `user:anna`.
    public static PersonId parse(String text) {
        for (Principal.Kind kind : Principal.Kind.values()) {
            String prefix = kind.word() + ":";
            if (kind != Principal.Kind.LOCAL && text.startsWith(prefix)) {
                return new PersonId(kind, text.substring(prefix.length()));
            }
        }
        throw Fault.badInput("person: want user:, service: or machine: and a name");
    }

    /// A user of this name.
    public static PersonId user(String name) {
        return new PersonId(Principal.Kind.USER, name);
    }

    /// Whether somebody could have this name.
    static boolean isName(String name) {
        return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /// The row of the role of a machine, which holds for all machines of that role that have none of their own.
    PersonId ofRole() {
        int dot = name.indexOf('.');
        return kind == Principal.Kind.MACHINE && dot > 0
                ? new PersonId(kind, name.substring(0, dot))
                : this;
    }

    RowKey key() {
        return new RowKey(ROW_KIND, Bytes.of(toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// Whether this principal is who is meant.
    boolean is(Principal principal) {
        return principal.kind() == kind && principal.name().equals(name);
    }

    @Override
    public String toString() {
        return kind.word() + ":" + name;
    }
}
