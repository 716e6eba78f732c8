package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a TPM answers that is not success.
class ResponseCodeTest {
    private Swtpm swtpm;

    @BeforeEach
    void start(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
    }

    @AfterEach
    void stop() {
        swtpm.close();
    }

    private static byte[] answer(int code) {
        return ByteBuffer.allocate(10)
                .putShort((short) Tcg.ST_NO_SESSIONS)
                .putInt(10)
                .putInt(code)
                .array();
    }

    @ParameterizedTest
    @EnumSource(ResponseCode.class)
    void isToldWithItsNameNumberAndRemedy(ResponseCode code) {
        Fault fault = ResponseCode.fault(CommandCode.LOAD, code.number());

        assertThat(fault)
                .hasMessageContaining("TPM2_Load")
                .hasMessageContaining("TPM_RC_" + code.name())
                .hasMessageContaining("0x%03X".formatted(code.number()));
        assertThat(fault.getMessage()).matches(".*TPM_RC_[A-Z0-9_]+.*: .{10,}");
    }

    @ParameterizedTest
    @CsvSource({
        "0x1D5, SIZE of parameter 1",
        "0x98E, AUTH_FAIL of session 1",
        "0x28B, HANDLE of handle 2",
        "0x902, OBJECT_MEMORY"
    })
    void saysOfWhatItSpeaks(int code, String said) {
        assertThat(ResponseCode.fault(CommandCode.LOAD, code)).hasMessageContaining(said);
    }

    @Test
    void saysWhereToLookUpOneThatItDoesNotKnow() {
        Fault fault = ResponseCode.fault(CommandCode.LOAD, 0x1FF);

        assertThat(fault.kind()).isEqualTo(Fault.Kind.INTERNAL);
        assertThat(fault).hasMessageContaining("0x1FF").hasMessageContaining("part 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x922, 0x908, 0x90A})
    void sendsTheCommandAgainWhereTheTpmWantsThat(int code) {
        Tap tap = Tap.on(swtpm);
        try (Tpm tpm = tap.open()) {
            Busy busy = new Busy(tap, code, 3);
            CommandLink link =
                    new CommandLink(busy, tpm.chip().link().random(), Duration.ofSeconds(30));

            int slots = new Capabilities(link).freeSlots();

            assertThat(slots).isEqualTo(2);
            assertThat(busy.asked).isEqualTo(4);
        }
    }

    @Test
    void givesUpOnATpmThatStaysBusy() {
        Tap tap = Tap.on(swtpm);
        try (Tpm tpm = tap.open()) {
            tap.changeResponses(_ -> answer(0x922));

            assertFault(Fault.Kind.UNAVAILABLE, () -> tpm.random(8))
                    .hasMessageContaining("TPM_RC_RETRY")
                    .hasMessageContaining("try later");
            tap.changeResponses(response -> response);
            Capabilities capabilities = new Capabilities(tpm.chip().link());
            assertThat(capabilities.freeSlots()).isEqualTo(2);
        }
    }

    /// Answers some commands with a code, before they reach the TPM.
    private static final class Busy implements Transport {
        private final Transport inner;
        private final int code;
        private final int times;
        private int asked;

        private Busy(Transport inner, int code, int times) {
            this.inner = inner;
            this.code = code;
            this.times = times;
        }

        @Override
        public byte[] exchange(byte[] command, Duration patience) {
            return asked++ < times ? answer(code) : inner.exchange(command, patience);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void tellsThatTheTpmIsLockedAfterWrongAuthorizations() {
        Bytes right = Bytes.hex("AA".repeat(8));
        try (Tpm tpm = swtpm.open()) {
            Chip chip = tpm.chip();
            Entity owner = chip.owner();
            TpmObject parent =
                    chip.createPrimary(owner, chip.authorization(owner), Template.STORAGE_P256);
            Entity guarded = guarded(chip, parent, right);

            try (Secret wrong = Secret.take(Bytes.hex("BB".repeat(8)).toArray())) {
                for (int tries = 0; tries < 3; tries++) {
                    assertFault(
                            Fault.Kind.UNAUTHENTICATED,
                            () -> hmac(chip, guarded, AuthValue.of(wrong)));
                }
                assertFault(Fault.Kind.EXHAUSTED, () -> hmac(chip, guarded, AuthValue.of(wrong)))
                        .hasMessageContaining("TPM_RC_LOCKOUT")
                        .hasMessageContaining("lockout authorization");
            }
            Slots.flush(chip.link(), guarded.handle());
        }
    }

    /// An HMAC key with an authValue that may not be guessed: without noDA.
    private static Entity guarded(Chip chip, TpmObject parent, Bytes auth) {
        Bytes[] parts = new Bytes[2];
        Bytes template = withoutNoDa();
        chip.run(
                chip.making(CommandCode.CREATE, parent)
                        .sized(sensitive -> sensitive.sized(auth).u16(0))
                        .sized(template)
                        .sized(Bytes.EMPTY)
                        .u32(0),
                decoder -> {
                    parts[0] = decoder.sized();
                    parts[1] = decoder.sized();
                    Chip.skipCreation(decoder);
                    return parts;
                });
        return chip.run(
                chip.making(CommandCode.LOAD, parent).sized(parts[0]).sized(parts[1]),
                decoder -> new Entity(decoder.u32(), decoder.sized(), AuthValue.EMPTY));
    }

    private static Bytes withoutNoDa() {
        byte[] octets = PublicArea.toMake(Template.MAC, Bytes.EMPTY).toArray();
        ByteBuffer.wrap(octets).putInt(4, Template.MAC.attributes() & ~Tcg.NO_DA);
        return Bytes.of(octets);
    }

    private static Bytes hmac(Chip chip, Entity key, AuthValue auth) {
        Entity guarded = new Entity(key.handle(), key.name(), auth);
        return chip.run(
                Command.of(CommandCode.HMAC)
                        .on(guarded, chip.authorization(guarded))
                        .sized(Bytes.of(1))
                        .u16(Tcg.ALG_NULL),
                Decoder::sized);
    }
}
