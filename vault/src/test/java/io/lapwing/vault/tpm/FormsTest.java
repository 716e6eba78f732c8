package io.lapwing.vault.tpm;

import static io.lapwing.vault.tpm.Samples.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes from others: points, public areas, duplicates.
class FormsTest {
    private static final Bytes POLICY = Bytes.hex("22".repeat(32));

    /// SEC 2 §2.4.2: of the base point of P-256.
    private static final String BASE_X =
            "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "03" + BASE_X + "00",
                "04" + BASE_X,
                "00" + BASE_X,
                // X without a Y, and X beyond the field
                "030000000000000000000000000000000000000000000000000000000000000001",
                "03FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            })
    void refusesWhatIsNoPoint(String encoded) {
        assertFault(Fault.Kind.BAD_INPUT, () -> StoragePublic.parse(Bytes.hex(encoded)));
        assertFault(
                Fault.Kind.BAD_INPUT,
                () -> new StoragePublic(KeyKind.ECC_P256, Bytes.hex(BASE_X + BASE_X)));
    }

    @Test
    void refusesAnRsaModulusThatIsNone() {
        byte[] even = new byte[256];
        even[0] = (byte) 0x80;

        assertFault(Fault.Kind.BAD_INPUT, () -> StoragePublic.parse(Bytes.of(even)));
        assertFault(
                Fault.Kind.BAD_INPUT,
                () -> new StoragePublic(KeyKind.RSA_2048, Bytes.of(new byte[256])));
    }

    @Test
    void readsThePublicAreaOfAStorageKey() {
        StoragePublic key = Samples.somebodysStorage();
        Bytes area = key.area().encode();

        assertThat(StoragePublic.ofPublicArea(KeyKind.ECC_P256, area)).isEqualTo(key);
        assertThat(StoragePublic.parse(key.encode())).isEqualTo(key);
        assertThat(key.encode().length()).isEqualTo(33);
    }

    @Test
    void refusesThePublicAreaOfAForeignObject() {
        StoragePublic key = Samples.somebodysStorage();
        Bytes area = key.area().encode();
        Bytes notFixedToItsTpm = Samples.flipped(Samples.flipped(area, 7), 7);

        for (Template other :
                new Template[] {
                    Template.ATTESTATION_P256, Template.AGREEMENT_P256, Template.AUTHORITY_P256
                }) {
            Bytes foreign = new PublicArea(other, Bytes.EMPTY, key.unique()).encode();
            assertRefused(foreign);
        }
        for (int at = 0; at < 24; at++) {
            assertRefused(Samples.flipped(area, at));
        }
        assertRefused(new PublicArea(Template.STORAGE_P256, POLICY, key.unique()).encode());
        assertRefused(area.slice(0, area.length() - 1));
        assertRefused(Bytes.concat(area, Bytes.of(0)));
        assertThat(StoragePublic.ofPublicArea(KeyKind.ECC_P256, notFixedToItsTpm)).isEqualTo(key);
    }

    private static void assertRefused(Bytes area) {
        assertFault(Fault.Kind.BAD_INPUT, () -> StoragePublic.ofPublicArea(KeyKind.ECC_P256, area));
    }

    @Test
    void parsesDuplicatesOfEitherSizeAndNothingElse() {
        Bytes unique = Bytes.hex("33".repeat(32));
        Bytes seed = Samples.somebodysStorage().unique();
        Bytes sealed = Bytes.concat(Bytes.of(0, 32), Bytes.of(new byte[106]));
        Duplicate small = new Duplicate(KeyForm.HMAC_SHA256, unique, sealed, seed);
        Bytes longer = Bytes.concat(sealed, Bytes.of(new byte[32]));
        Duplicate large =
                new Duplicate(KeyForm.AES_256_CFB, unique, longer, Bytes.of(new byte[256]));

        assertThat(Duplicate.parse(small.encode())).isEqualTo(small);
        assertThat(Duplicate.parse(large.encode())).isEqualTo(large);
        for (Bytes bad :
                new Bytes[] {
                    Bytes.EMPTY,
                    Samples.flipped(small.encode(), 0),
                    small.encode().slice(0, small.encode().length() - 1),
                    Bytes.concat(large.encode(), Bytes.of(0))
                }) {
            assertFault(Fault.Kind.BAD_INPUT, () -> Duplicate.parse(bad));
        }
    }

    @Test
    void refusesNoiseWhateverItShouldBe() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] octets = new byte[random.nextInt(500)];
            random.nextBytes(octets);
            Bytes noise = Bytes.of(octets);

            assertThat(isFaultOrValue(() -> Duplicate.parse(noise))).isTrue();
            assertThat(isFaultOrValue(() -> Quote.parse(noise))).isTrue();
            assertThat(isFaultOrValue(() -> StoredKey.parse(noise))).isTrue();
            assertThat(isFaultOrValue(() -> StoragePublic.parse(noise))).isTrue();
            assertThat(isFaultOrValue(() -> AttestationPublic.parse(noise))).isTrue();
        }
    }

    private static boolean isFaultOrValue(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (Fault e) {
            return e.kind() == Fault.Kind.BAD_INPUT;
        }
    }
}
