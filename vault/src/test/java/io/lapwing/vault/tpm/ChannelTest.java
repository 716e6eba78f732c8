package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.IV;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What somebody can do who sits on the wires between processor and TPM.
class ChannelTest {
    private static final Bytes OWNER_AUTH = Bytes.of("the owner's word".getBytes(US_ASCII));

    private Swtpm swtpm;
    private Tap tap;

    @BeforeEach
    void start(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
        tap = Tap.on(swtpm);
    }

    @AfterEach
    void stop() {
        tap.close();
        swtpm.close();
    }

    private static DuplicableKey key(Tpm tpm, KeyForm form) {
        StorageKey storage = tpm.storage(KeyKind.ECC_P256);
        return storage.make(form, DuplicationPolicy.toParents(List.of(storage.publicHalf())));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void hidesSecretsInBothDirections(KeyKind root) {
        try (Tpm tpm = Tpm.open(tap, TpmConfig.defaults().withRoot(root), false)) {
            Bytes random = Samples.octets(tpm.random(32));
            MacKey mac = (MacKey) key(tpm, KeyForm.HMAC_SHA256);
            Bytes derived = Samples.octets(mac.derive("label", IV));
            DuplicableKey cipher = key(tpm, KeyForm.AES_256_CFB);
            Bytes hidden = cipher.encrypt(IV, DATA);

            assertThat(cipher.decrypt(IV, hidden)).isEqualTo(DATA);
            assertThat(tap.traffic())
                    .doesNotContain(random.toHex())
                    .doesNotContain(derived.toHex())
                    .doesNotContain(DATA.toHex());
        }
    }

    @Test
    void sendsEverythingInTheClearWithoutASession() {
        TpmConfig plain = TpmConfig.defaults().withProtection(TpmConfig.Protection.NONE);
        try (Tpm tpm = Tpm.open(tap, plain, false)) {
            Bytes random = Samples.octets(tpm.random(32));

            assertThat(tap.traffic()).contains(random.toHex());
        }
    }

    @Test
    void drawsANewNonceForEachCommandAndTakesOneFromEachResponse() {
        try (Tpm tpm = tap.open()) {
            tpm.random(8).close();
            tpm.random(8).close();
        }

        List<Bytes> drawn =
                tap.commands().stream()
                        .filter(c -> Tap.code(c.toArray()) == CommandCode.GET_RANDOM.code())
                        .map(command -> command.slice(20, 36))
                        .toList();
        List<Bytes> rolled =
                tap.responses().stream()
                        .filter(response -> response.length() == 14 + 10 + 2 + 16 + 1 + 2 + 32)
                        .map(response -> response.slice(26, 42))
                        .toList();

        assertThat(drawn).hasSize(2).doesNotHaveDuplicates();
        assertThat(rolled).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void showsAnOwnerAuthorizationWithoutTellingIt() {
        try (Tpm tpm = swtpmWithOwnerAuth()) {
            tpm.counter(TpmCounter.FIRST_INDEX).remove();

            assertThat(tpm.storage(KeyKind.RSA_2048).publicHalf().kind())
                    .isEqualTo(KeyKind.RSA_2048);
            assertThat(tap.traffic()).doesNotContain(OWNER_AUTH.toHex());
        }
    }

    @Test
    void refusesAWrongOwnerAuthorization() {
        swtpmWithOwnerAuth().close();
        TpmConfig wrong = TpmConfig.defaults().withOwnerAuth(() -> secret(DATA));

        assertFault(Fault.Kind.UNAUTHENTICATED, () -> swtpm.open(wrong))
                .hasMessageContaining("TPM_RC_BAD_AUTH");
    }

    /// Open, with the authorization that its owner set before.
    private Tpm swtpmWithOwnerAuth() {
        tap.open().close();
        tap = Tap.on(swtpm);
        tap.exchange(setOwnerAuth(), Duration.ofSeconds(30));
        tap.commands().clear();
        return Tpm.open(tap, TpmConfig.defaults().withOwnerAuth(() -> secret(OWNER_AUTH)), false);
    }

    /// TPM2_HierarchyChangeAuth of a TPM that has no authorization yet.
    private static byte[] setOwnerAuth() {
        try (Encoder encoder = new Encoder()) {
            return encoder.u16(Tcg.ST_SESSIONS)
                    .u32(29 + OWNER_AUTH.length())
                    .u32(0x129)
                    .u32(Tcg.RH_OWNER)
                    .u32(9)
                    .u32(Tcg.RS_PW)
                    .u16(0)
                    .u8(0)
                    .u16(0)
                    .sized(OWNER_AUTH)
                    .toArray();
        }
    }

    private static Secret secret(Bytes octets) {
        return Secret.take(octets.toArray());
    }

    @Test
    void findsOutAnAlteredResponseAndHangsUp() {
        Tpm tpm = tap.open();
        tap.changeResponses(response -> flippedAt(response, 16));

        assertFault(Fault.Kind.TAMPERED, () -> tpm.random(16))
                .hasMessageContaining("TPM2_GetRandom")
                .hasMessageContaining("HMAC");
        tap.changeResponses(UnaryOperator.identity());
        assertFault(Fault.Kind.UNAVAILABLE, () -> tpm.random(16))
                .hasMessageContaining("open it again");
        tpm.close();
    }

    @Test
    void findsOutAnAnswerThatWasGivenBefore() {
        Tpm tpm = tap.open();
        tpm.random(16).close();
        byte[] old = tap.responses().getLast().toArray();
        tap.changeResponses(_ -> old.clone());

        assertFault(Fault.Kind.TAMPERED, () -> tpm.random(16));
        tpm.close();
    }

    @Test
    void hasTheTpmFindOutAnAlteredCommand() {
        try (Tpm tpm = tap.open()) {
            tap.changeCommands(command -> flippedAt(command, command.length - 1));

            assertFault(Fault.Kind.UNAUTHENTICATED, () -> tpm.random(16));
            tap.changeCommands(UnaryOperator.identity());
            assertThat(Samples.octets(tpm.random(16)).length()).isEqualTo(16);
        }
    }

    @Test
    void findsOutThatTheSessionWasTakenFromACommand() {
        Tpm tpm = tap.open();
        Bytes plain = Bytes.hex("80010000000C0000017B0010");
        tap.changeCommands(_ -> plain.toArray());

        assertFault(Fault.Kind.TAMPERED, () -> tpm.random(16)).hasMessageContaining("tag");
        tpm.close();
    }

    private static byte[] flippedAt(byte[] octets, int at) {
        octets[at] ^= 1;
        return octets;
    }
}
