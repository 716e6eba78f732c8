package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final Passwords.Cost LITTLE = new Passwords.Cost(64, 1, 1);

    @Test
    void hashesAtTheCostThatIsPromised() {
        Passwords passwords = new Passwords(Passwords.COST, 1, 1_000);
        try (Secret password = World.secret(World.PASSWORD)) {
            String phc = passwords.hash(password);

            assertThat(phc).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
            assertThat(passwords.check(password, Optional.of(phc)).right()).isTrue();
        }
    }

    /// Made by the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1`, in its test.c.
    @Test
    void readsHashesOfTheReferenceImplementation() {
        Passwords passwords = new Passwords(LITTLE, 1, 1_000);
        String phc =
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        try (Secret password = World.secret("password")) {
            assertThat(passwords.check(password, Optional.of(phc)).right()).isTrue();
        }
    }

    @Test
    void wantsACheapHashMadeAnew() {
        Passwords cheap = new Passwords(LITTLE, 1, 1_000);
        Passwords dear = new Passwords(new Passwords.Cost(128, 1, 1), 1, 1_000);
        try (Secret password = World.secret(World.PASSWORD)) {
            String phc = cheap.hash(password);

            assertThat(dear.check(password, Optional.of(phc)).rehash()).isTrue();
            assertThat(cheap.check(password, Optional.of(phc)).rehash()).isFalse();
        }
    }

    @Test
    void hashesForNobodyAsForSomebody() {
        Passwords passwords = new Passwords(LITTLE, 1, 1_000);
        try (Secret password = World.secret(World.PASSWORD)) {
            assertThat(passwords.check(password, Optional.empty()).right()).isFalse();
        }

        assertThat(passwords.hashes()).isEqualTo(1);
    }

    @Test
    void sendsAwayWhatWouldWaitTooLong() {
        Passwords none = new Passwords(LITTLE, 0, 1);
        try (Secret password = World.secret(World.PASSWORD)) {
            assertThatThrownBy(() -> none.hash(password))
                    .isInstanceOfSatisfying(
                            Fault.class,
                            fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "elevenchars",
                "aaaaaaaaaaaaaaaa",
                "abcabcabcabcabc",
                "abcdefabcdefabcdef",
                "gertrude-key1gertrude-key",
                "Gertrude-Key2026",
                "Password1234",
                "lapwinglapwing",
                "123456789123456789"
            })
    void refusesWhatIsGuessedFirst(String password) {
        try (Secret secret = World.secret(password)) {
            assertThatThrownBy(() -> PasswordRules.check("gertrude-key", secret))
                    .isInstanceOf(Fault.class)
                    .satisfies(fault -> assertThat(fault.getMessage()).doesNotContain(password));
        }
    }

    @Test
    void takesTwelveTo128CharactersOfAnyScript() {
        for (String password : new String[] {"zwölf Größen", "x".repeat(60) + "0123456789abcdef"}) {
            try (Secret secret = World.secret(password)) {
                PasswordRules.check("anna", secret);
            }
        }
        try (Secret tooLong = World.secret("0123456789abcdefg".repeat(8))) {
            assertThatThrownBy(() -> PasswordRules.check("anna", tooLong))
                    .hasMessageContaining("136 characters: want 12 to 128");
        }
    }
}
