package io.lapwing.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.vault.tpm.Tpm;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Profile `ties-2024` with TPMs, as it was published: RSA-2048 storage keys and AES-256 in the chips.
class TiesTpmTest extends TiesTest {
    private static final Bytes IV = Bytes.hex("000102030405060708090A0B0C0D0E0F");
    private static final Bytes TEXT = Bytes.of(new byte[33]);

    private static List<Swtpm> swtpms = List.of();
    private static List<Tpm> tpms = List.of();
    private static List<TiesTpmChip> chips = List.of();

    @BeforeAll
    static void open(@TempDir Path tpmFolder) {
        swtpms = Stream.generate(() -> Swtpm.start(tpmFolder)).limit(4).toList();
        tpms = swtpms.stream().map(Swtpm::open).toList();
        chips = tpms.stream().map(TiesTpmChip::over).toList();
    }

    @AfterAll
    static void closeTpms() {
        tpms.forEach(Tpm::close);
        swtpms.forEach(Swtpm::close);
    }

    @Override
    TiesChip chip(NodeId node) {
        return chips.get((int) node.value());
    }

    @Override
    int duplicateBytes() {
        return 484;
    }

    @Test
    void takesAKeyFromChipToChip() {
        try (TiesChip.TiesKey key = chips.get(1).create()) {
            Bytes blob = chips.get(1).duplicate(key, chips.get(0).publicKey());

            try (TiesChip.TiesKey loaded = chips.get(0).load(blob)) {
                assertThat(loaded.decrypt(IV, key.encrypt(IV, TEXT))).isEqualTo(TEXT);
            }
            assertThat(blob.length()).isEqualTo(484);
        }
    }

    @Test
    void refusesWhatIsNotForTheChipOrWasAltered() {
        try (TiesChip.TiesKey key = chips.get(1).create()) {
            Bytes blob = chips.get(1).duplicate(key, chips.get(0).publicKey());

            Samples.assertFault(Fault.Kind.TAMPERED, () -> chips.get(2).load(blob));
            for (int at = 0; at < blob.length(); at += 37) {
                Bytes altered = Samples.flipped(blob, at);
                Samples.assertFault(Fault.Kind.TAMPERED, () -> chips.get(0).load(altered));
            }
            Samples.assertFault(Fault.Kind.TAMPERED, () -> chips.get(0).load(Bytes.of(1)));
        }
    }
}
