package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.DATA;
import static io.lapwing.vault.tpm.Samples.IV;
import static io.lapwing.vault.tpm.Samples.assertFault;
import static io.lapwing.vault.tpm.Samples.signed;
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

/// One key for many nodes, of which some join when the key is there already.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupTest {
    private final KeyPair pair = Samples.p256();
    private final DuplicationPolicy.Group group =
            new DuplicationPolicy.Group(Authority.of(pair.getPublic()), Bytes.of(1));
    private Swtpm first;
    private Swtpm second;
    private Tpm node1;
    private Tpm node2;

    @BeforeAll
    void open(@TempDir Path folder) {
        first = Swtpm.start(folder);
        second = Swtpm.start(folder);
        node1 = first.open();
        node2 = second.open();
    }

    @AfterAll
    void close() {
        node1.close();
        node2.close();
        first.close();
        second.close();
    }

    @Test
    void goesToWhomTheAuthorityPermitsAfterItWasMade() {
        DuplicableKey made = node1.storage(KeyKind.ECC_P256).make(KeyForm.AES_256_CFB, group);
        StoragePublic member = node2.storage(KeyKind.ECC_P256).publicHalf();

        Bytes permission = signed(pair, group.permissionFor(member));
        Duplicate duplicate = made.duplicate(group.to(member, permission));
        DuplicableKey received = node2.storage(KeyKind.ECC_P256).importKey(duplicate, group);

        assertThat(received.decrypt(IV, made.encrypt(IV, DATA))).isEqualTo(DATA);
    }

    @Test
    void goesToNobodyElse() {
        StoragePublic member = node2.storage(KeyKind.ECC_P256).publicHalf();
        Bytes permission = signed(pair, group.permissionFor(member));
        var otherGroup = new DuplicationPolicy.Group(group.authority(), Bytes.of(2));
        Bytes byAnother = signed(Samples.p256(), group.permissionFor(member));

        assertFault(Fault.Kind.FORBIDDEN, () -> group.to(Samples.somebodysStorage(), permission));
        assertFault(Fault.Kind.FORBIDDEN, () -> otherGroup.to(member, permission));
        assertFault(Fault.Kind.FORBIDDEN, () -> group.to(member, byAnother));
        assertFault(Fault.Kind.FORBIDDEN, () -> group.to(member, Bytes.of(1, 2, 3)));
    }

    @Test
    void theTpmItselfRefusesAForgedPermission() {
        StoragePublic member = node2.storage(KeyKind.ECC_P256).publicHalf();
        Bytes message = group.permissionFor(member);
        Chip chip = node1.chip();
        TpmObject authority = chip.loadExternal(group.authority().area());

        assertFault(
                Fault.Kind.TAMPERED,
                () -> Tickets.verify(chip, authority, message, signed(Samples.p256(), message)));
        chip.drop(authority);
    }
}
