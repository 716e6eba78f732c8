package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.AuditLog;
import io.lapwing.service.Store;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// People over a real store, with a clock that stands and passwords that cost little.
final class World implements AutoCloseable {
    static final String ORIGIN = "https://lapwing.example:8444";
    static final PeopleConfig CONFIG = new PeopleConfig(ORIGIN, "Lapwing");
    static final String PASSWORD = "correct horse battery";
    static final Caller HOME = new Caller("192.0.2.1", "Firefox");
    static final Caller STRANGER = new Caller("198.51.100.66", "curl");
    static final Principal LOCAL = Principal.local("root");
    static final PersonId ANNA = PersonId.user("anna");

    final MutableClock clock = new MutableClock();
    final Store store;
    final Passwords passwords = new Passwords(new Passwords.Cost(64, 1, 1), 4, 2_000);
    final People people;

    World(Path folder) {
        store = Stores.embedded(folder, StoreOptions.of("test"));
        people = new People(store, World::derive, CONFIG, clock, passwords);
    }

    static Secret secret(String text) {
        return Secret.take(text.getBytes(StandardCharsets.UTF_8));
    }

    static Grant everywhere(Role role) {
        return new Grant(role, Scope.EVERYTHING);
    }

    private static Secret derive(String purpose, Bytes context) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(new byte[] {1, 2, 3}, "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            return Secret.take(mac.doFinal(context.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Makes a user who has set a password and an authenticator app.
    User user(String name, Grant... grants) {
        Invitation invited = people.accounts().create(LOCAL, PersonId.user(name), List.of(grants));
        SignIn joined = join(invited.code().orElseThrow(), PASSWORD);
        String flow = ((SignIn.EnrolmentWanted) joined).flow();
        String key = people.signIns().beginTotp(flow).secret();
        SignIn done = people.signIns().confirmTotp(flow, code(key), HOME);
        clock.pass(java.time.Duration.ofSeconds(Totp.STEP_S));
        return new User(PersonId.user(name), key, (SignIn.Done) done);
    }

    /// @param totp the secret in base 32, as an authenticator app has it
    record User(PersonId id, String totp, SignIn.Done enrolled) {
        Session session() {
            return enrolled.opened().session();
        }

        String cookie() {
            return enrolled.opened().cookie();
        }
    }

    SignIn join(String code, String password) {
        try (Secret secret = secret(password)) {
            return people.signIns().invitation(code, secret, HOME);
        }
    }

    SignIn password(String name, String password, Caller caller) {
        try (Secret secret = secret(password)) {
            return people.signIns().password(name, secret, caller);
        }
    }

    /// The flow after a right password.
    String flow(User user) {
        return ((SignIn.FactorWanted) password(user.id().name(), PASSWORD, HOME)).flow();
    }

    /// What the authenticator app shows now.
    String code(String base32) {
        try (Secret key = Secret.take(decoded(base32))) {
            return Totp.code(key, Totp.step(clock.instant()));
        }
    }

    private static byte[] decoded(String base32) {
        byte[] octets = new byte[base32.length() * 5 / 8];
        for (int bit = 0; bit < octets.length * 8; bit++) {
            int digit =
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
                            .indexOf(base32.toUpperCase(Locale.ROOT).charAt(bit / 5));
            int value = (digit >> (4 - bit % 5)) & 1;
            octets[bit / 8] |= (byte) (value << (7 - bit % 8));
        }
        return octets;
    }

    Principal principal(User user) {
        return people.principal(user.session()).orElseThrow();
    }

    List<AuditEvent> audit() {
        return store.audit().read(0, 1_000).stream().map(AuditLog.AuditRecord::event).toList();
    }

    void assertAudited(String action, String outcome) {
        assertThat(audit())
                .anyMatch(
                        event -> event.action().equals(action) && event.outcome().equals(outcome));
    }

    @Override
    public void close() {
        store.close();
    }
}
