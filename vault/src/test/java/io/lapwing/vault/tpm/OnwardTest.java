package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Keys whose maker knows the centre and not the receiver: to the centre, and on to whom an authority permits.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnwardTest {
    private static final Bytes REFERENCE = Bytes.of(1, 2, 3);

    private final KeyPair authority = Samples.p256();
    private Swtpm first;
    private Swtpm central;
    private Swtpm second;
    private Tpm node1;
    private Tpm entity;
    private Tpm node2;

    @BeforeAll
    void openThree(@TempDir Path folder) {
        first = Swtpm.start(folder);
        central = Swtpm.start(folder);
        second = Swtpm.start(folder);
        node1 = first.open();
        entity = central.open();
        node2 = second.open();
    }

    @AfterAll
    void close() {
        node1.close();
        entity.close();
        node2.close();
        first.close();
        central.close();
        second.close();
    }

    private static StorageKey storage(Tpm tpm) {
        return tpm.storage(KeyKind.ECC_P256);
    }

    private DuplicationPolicy.Translated policy() {
        return new DuplicationPolicy.Translated(
                storage(entity).publicHalf(),
                new DuplicationPolicy.Group(Authority.of(authority.getPublic()), REFERENCE));
    }

    private Bytes permission(StoragePublic parent) {
        return Samples.signed(authority, policy().onward().permissionFor(parent));
    }

    private static Bytes mac(DuplicableKey key) {
        return Samples.octets(((MacKey) key).hmac(DATA));
    }

    @Test
    void goesOnByRewrapAndByImportAndDuplicate() {
        DuplicationPolicy.Translated policy = policy();
        StoragePublic parent = storage(node2).publicHalf();
        Route onward = policy.to(parent, permission(parent));
        DuplicableKey made = storage(node1).make(KeyForm.HMAC_SHA256, policy);
        Duplicate toCentre = made.duplicate(policy.toCentre());

        Duplicate atOnce = storage(entity).rewrap(toCentre, onward);
        entity.close();
        Duplicate inTwo;
        try (Tpm lesser = LesserChip.open(central, CommandCode.REWRAP)) {
            inTwo = storage(lesser).rewrap(toCentre, onward);
        } finally {
            entity = central.open();
        }

        for (Duplicate translated : new Duplicate[] {atOnce, inTwo}) {
            try (DuplicableKey received = storage(node2).importKey(translated, policy)) {
                assertThat(received.name()).isEqualTo(made.name());
                assertThat(mac(received)).isEqualTo(mac(made));
            }
        }
        made.close();
    }

    @Test
    void goesNowhereElse() {
        DuplicationPolicy.Translated policy = policy();
        StoragePublic parent = storage(node2).publicHalf();
        Bytes permission = permission(parent);
        DuplicationPolicy.Group alone = policy.onward();

        try (DuplicableKey made = storage(node1).make(KeyForm.HMAC_SHA256, policy)) {
            assertFault(
                    Fault.Kind.FORBIDDEN, () -> policy.to(storage(node1).publicHalf(), permission));
            assertFault(Fault.Kind.FORBIDDEN, () -> made.duplicate(alone.to(parent, permission)));
            assertFault(
                    Fault.Kind.TAMPERED,
                    () -> storage(node2).importKey(made.duplicate(policy.toCentre()), policy));
        }
    }

    @Test
    void travelsWithoutWhatTheReceiverKnows() {
        DuplicationPolicy.Translated policy = policy();
        try (DuplicableKey made = storage(node1).make(KeyForm.HMAC_SHA256, policy)) {
            // Half of all seeds have an odd Y, which comes back as an even one.
            for (int i = 0; i < 6; i++) {
                Duplicate duplicate = made.duplicate(policy.toCentre());

                Bytes sent = duplicate.encodeShort();
                Duplicate received = Duplicate.parseShort(KeyForm.HMAC_SHA256, sent);

                assertThat(sent.length()).isEqualTo(202);
                assertThat(received.encodeShort()).isEqualTo(sent);
                try (DuplicableKey loaded = storage(entity).importKey(received, policy)) {
                    assertThat(loaded.name()).isEqualTo(made.name());
                }
            }
        }
        assertFault(
                Fault.Kind.BAD_INPUT,
                () -> Duplicate.parseShort(KeyForm.HMAC_SHA256, Bytes.of(new byte[100])));
    }

    @Test
    void sendsNoDuplicateForRsaInTheShortForm() {
        StoragePublic parent = node2.storage(KeyKind.RSA_2048).publicHalf();
        DuplicationPolicy.Parents policy = DuplicationPolicy.toParents(java.util.List.of(parent));
        try (DuplicableKey made = storage(node1).make(KeyForm.HMAC_SHA256, policy)) {
            Duplicate duplicate = made.duplicate(policy.to(parent));

            assertFault(Fault.Kind.BAD_INPUT, duplicate::encodeShort);
        }
    }
}
