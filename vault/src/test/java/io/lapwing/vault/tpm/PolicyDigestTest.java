package io.lapwing.vault.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The digests that are computed here are those that the TPM computes in a trial session.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyDigestTest {
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

    /// The TPM's digest, which has to be the one that the session followed in software.
    private Bytes tried(UnaryOperator<PolicySession> steps) {
        try (PolicySession trial = PolicySession.trial(tpm.chip())) {
            return steps.apply(trial).digest().value();
        }
    }

    @Test
    void agreesWithTheTpmOnOneParent() {
        StoragePublic parent = tpm.storage(KeyKind.ECC_P256).publicHalf();

        Bytes policy = DuplicationPolicy.toParents(List.of(parent)).digest();

        assertThat(tried(s -> s.duplicationSelect(Bytes.EMPTY, parent.name()))).isEqualTo(policy);
    }

    @Test
    void agreesWithTheTpmOnAsManyParentsAsThereMayBeInAnyOrder() {
        List<StoragePublic> parents =
                IntStream.range(0, DuplicationPolicy.Parents.MOST)
                        .mapToObj(_ -> Samples.somebodysStorage())
                        .toList();

        DuplicationPolicy.Parents policy = DuplicationPolicy.toParents(parents);

        assertThat(
                        tried(s ->
                                s.duplicationSelect(Bytes.EMPTY, parents.getLast().name())
                                        .or(policy.branches())))
                .isEqualTo(policy.digest());
        assertThat(DuplicationPolicy.toParents(parents.reversed())).isEqualTo(policy);
    }

    @Test
    void refusesMoreParentsThanAPolicyCanHaveAndNone() {
        List<StoragePublic> nine =
                IntStream.range(0, 9).mapToObj(_ -> Samples.somebodysStorage()).toList();

        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> DuplicationPolicy.toParents(nine))
                .hasMessageContaining("9");
        Samples.assertFault(Fault.Kind.BAD_INPUT, () -> DuplicationPolicy.toParents(List.of()));
    }

    @Test
    void agreesWithTheTpmOnAGroup() {
        KeyPair pair = Samples.p256();
        Authority authority = Authority.of(pair.getPublic());
        var group = new DuplicationPolicy.Group(authority, Bytes.of(7));
        StoragePublic parent = Samples.somebodysStorage();
        Bytes message = group.permissionFor(parent);
        Chip chip = tpm.chip();
        TpmObject key = chip.loadExternal(authority.area());

        Bytes ticket = Tickets.verify(chip, key, message, Samples.signed(pair, message));
        Bytes tried =
                tried(s ->
                        s.duplicationSelect(Bytes.EMPTY, parent.name())
                                .authorize(authority.name(), group.reference(), ticket));
        chip.drop(key);

        assertThat(tried).isEqualTo(group.digest());
    }

    @Test
    void agreesWithTheTpmOnAState() {
        PcrState state = tpm.pcrState(PcrSelection.of(0, 7, 16, 23));

        assertThat(tried(s -> s.pcr(state))).isEqualTo(PolicyDigest.START.pcr(state).value());
    }

    @Test
    void agreesWithTheTpmOnACommand() {
        assertThat(tried(s -> s.commandCode(CommandCode.DUPLICATE)))
                .isEqualTo(PolicyDigest.START.commandCode(CommandCode.DUPLICATE).value());
    }
}
