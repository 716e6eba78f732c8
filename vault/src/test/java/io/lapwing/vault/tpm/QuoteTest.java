package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DEBUG_PCR;
import static io.lapwing.vault.tpm.Samples.MEASUREMENT;
import static io.lapwing.vault.tpm.Samples.NONCE;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static io.lapwing.vault.tpm.Samples.flipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Sha256;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuoteTest {
    private static final PcrSelection SELECTION = PcrSelection.of(0, 7, DEBUG_PCR);

    private Swtpm swtpm;
    private Tpm tpm;

    @BeforeAll
    void open(@TempDir Path folder) {
        swtpm = Swtpm.start(folder);
        tpm = swtpm.open();
    }

    @AfterAll
    void close() {
        tpm.close();
        swtpm.close();
    }

    private QuoteCheck check(Quote quote, Bytes nonce, PcrState state, Optional<TpmClock> last) {
        return tpm.attestation(KeyKind.ECC_P256).publicHalf().check(quote, nonce, state, last);
    }

    private Quote quote() {
        return tpm.attestation(KeyKind.ECC_P256).quote(NONCE, SELECTION);
    }

    private static void assertRefused(QuoteCheck.Reason reason, QuoteCheck check) {
        assertThat(check)
                .isInstanceOfSatisfying(
                        QuoteCheck.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void showsTheStateToWhoKnowsThePublicKeyAlone(KeyKind kind) {
        PcrState state = tpm.pcrState(SELECTION);
        AttestationKey key = tpm.attestation(kind);
        AttestationPublic known = AttestationPublic.parse(key.publicHalf().encode());

        Bytes onAir = key.quote(NONCE, SELECTION).encode();

        assertThat(known.name()).isEqualTo(key.publicHalf().name());
        assertThat(known.check(Quote.parse(onAir), NONCE, state, Optional.empty()))
                .isInstanceOfSatisfying(
                        QuoteCheck.Genuine.class,
                        genuine -> {
                            assertThat(genuine.clock().resets()).isEqualTo(1);
                            assertThat(genuine.clock().clockMs()).isPositive();
                        });
    }

    @Test
    void isRefusedForAnotherNonce() {
        PcrState state = tpm.pcrState(SELECTION);

        assertRefused(
                QuoteCheck.Reason.NONCE,
                check(quote(), flipped(NONCE, 0), state, Optional.empty()));
    }

    @Test
    void isRefusedInAnotherStateAndForOtherPcrs() {
        PcrState before = tpm.pcrState(SELECTION);
        tpm.extend(DEBUG_PCR, MEASUREMENT);

        Quote quote = quote();

        assertRefused(QuoteCheck.Reason.STATE, check(quote, NONCE, before, Optional.empty()));
        assertRefused(
                QuoteCheck.Reason.STATE,
                check(quote, NONCE, tpm.pcrState(PcrSelection.of(0)), Optional.empty()));
        tpm.reset(DEBUG_PCR);
    }

    @Test
    void isRefusedWhenAlteredOrOfAnotherKey() {
        PcrState state = tpm.pcrState(SELECTION);
        Quote quote = quote();
        AttestationPublic other =
                new AttestationPublic(KeyKind.ECC_P256, Samples.somebodysStorage().unique());

        for (Quote altered :
                List.of(
                        new Quote(flipped(quote.attested(), 60), quote.signature()),
                        new Quote(quote.attested(), flipped(quote.signature(), 40)),
                        new Quote(quote.attested(), Bytes.of(new byte[64])),
                        new Quote(quote.attested(), Bytes.of(new byte[256])))) {
            assertRefused(
                    QuoteCheck.Reason.SIGNATURE, check(altered, NONCE, state, Optional.empty()));
        }
        assertRefused(
                QuoteCheck.Reason.SIGNATURE, other.check(quote, NONCE, state, Optional.empty()));
    }

    @Test
    void isRefusedWhenItIsOlderThanOneSeenOrOfAnotherLife() {
        PcrState state = tpm.pcrState(SELECTION);
        Quote quote = quote();
        TpmClock clock =
                ((QuoteCheck.Genuine) check(quote, NONCE, state, Optional.empty())).clock();
        TpmClock later = new TpmClock(clock.clockMs() + 1, clock.resets(), clock.restarts(), true);
        TpmClock afterReset = new TpmClock(0, clock.resets() + 1, 0, true);
        TpmClock beforeReset = new TpmClock(clock.clockMs() + 100_000, clock.resets() - 1, 5, true);

        assertRefused(QuoteCheck.Reason.CLOCK, check(quote, NONCE, state, Optional.of(later)));
        assertRefused(QuoteCheck.Reason.CLOCK, check(quote, NONCE, state, Optional.of(afterReset)));
        assertThat(check(quote, NONCE, state, Optional.of(clock)))
                .isInstanceOf(QuoteCheck.Genuine.class);
        assertThat(check(quote, NONCE, state, Optional.of(beforeReset)))
                .isInstanceOf(QuoteCheck.Genuine.class);
    }

    @Test
    void isRefusedWhenTheKeySignedSomethingElse() {
        // A key in software, which signs what a TPM would not.
        KeyPair pair = Samples.p256();
        AttestationPublic known =
                new AttestationPublic(
                        KeyKind.ECC_P256, P256Point.of((ECPublicKey) pair.getPublic()).both());
        PcrState state = tpm.pcrState(SELECTION);
        Bytes good = quote().attested();
        Bytes notMadeByATpm = flipped(good, 0);
        Bytes aCertification = flipped(good, 5);
        Bytes cut = good.slice(0, good.length() - 1);
        Bytes longer = Bytes.concat(good, Bytes.of(0));

        for (Bytes attested : List.of(notMadeByATpm, aCertification, cut, longer, Bytes.EMPTY)) {
            Quote quote = new Quote(attested, Samples.signed(pair, attested));
            assertRefused(
                    QuoteCheck.Reason.NOT_A_QUOTE,
                    known.check(quote, NONCE, state, Optional.empty()));
        }
        assertThat(
                        known.check(
                                new Quote(good, Samples.signed(pair, good)),
                                NONCE,
                                state,
                                Optional.empty()))
                .isInstanceOf(QuoteCheck.Genuine.class);
    }

    @Test
    void refusesNoncesTooShortToBeFreshOrTooLong() {
        AttestationKey key = tpm.attestation(KeyKind.ECC_P256);

        assertFault(Fault.Kind.BAD_INPUT, () -> key.quote(Bytes.of(1, 2, 3), SELECTION));
        assertFault(Fault.Kind.BAD_INPUT, () -> key.quote(Bytes.of(new byte[33]), SELECTION));
    }

    // Registers

    @Test
    void extendsAndResetsTheRegisterForTests() {
        PcrSelection debug = PcrSelection.of(DEBUG_PCR);
        Bytes zeros = Bytes.of(new byte[32]);

        tpm.extend(DEBUG_PCR, MEASUREMENT);

        assertThat(tpm.pcrValues(debug))
                .containsExactly(Sha256.digest(Bytes.concat(zeros, MEASUREMENT)));
        tpm.reset(DEBUG_PCR);
        assertThat(tpm.pcrValues(debug)).containsExactly(zeros);
    }

    @Test
    void readsAllRegistersThoughTheTpmGivesEightAtOnce() {
        PcrSelection all =
                new PcrSelection(IntStream.range(0, PcrSelection.COUNT).boxed().toList());

        assertThat(tpm.pcrValues(all)).hasSize(24);
    }

    @Test
    void refusesToResetARegisterOfTheBoot() {
        assertFault(Fault.Kind.FORBIDDEN, () -> tpm.reset(0))
                .hasMessageContaining("TPM_RC_LOCALITY");
        assertFault(Fault.Kind.BAD_INPUT, () -> tpm.reset(24));
        assertFault(Fault.Kind.BAD_INPUT, () -> tpm.extend(DEBUG_PCR, NONCE));
    }
}
