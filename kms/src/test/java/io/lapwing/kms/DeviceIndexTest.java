package io.lapwing.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.lorawan.MacVersion;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceIndexTest {
    private static final int DEVICES = 30;

    @TempDir Path folder;
    private TestKms test;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
        for (int i = 1; i <= DEVICES; i++) {
            test.create(i, MacVersion.V1_0_4);
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    /// As an earlier version wrote them, and as a backup of one brings them back.
    private void forgetTerms(int from, int to) {
        List<Row> rows = test.store.scan(DeviceRows.KIND, Optional.empty(), DEVICES);
        test.store.index(
                DeviceRows.KIND,
                rows.subList(from, to).stream()
                        .map(row ->
                                new Store.Indexed(
                                        row.key().key(),
                                        row.version(),
                                        Set.of(new Term(DeviceTerms.STATE, "provisioned"))))
                        .toList());
    }

    private int found() {
        return test.kms
                .search()
                .page(DeviceQuery.ALL.withJoinEui(TestKms.JOIN_EUI), Optional.empty(), 100)
                .devices()
                .size();
    }

    @Test
    void findsDevicesOfAnEarlierVersion() {
        forgetTerms(0, DEVICES);
        int before = found();
        long records = test.store.audit().head().size();

        test.kms.upgrade();

        assertThat(before).isZero();
        assertThat(found()).isEqualTo(DEVICES);
        assertThat(test.store.audit().head().size()).isEqualTo(records);
    }

    @Test
    void goesOnWhereItWasCutOff() {
        forgetTerms(0, 1);
        forgetTerms(DEVICES / 2, DEVICES);

        test.kms.upgrade();

        assertThat(found()).isEqualTo(DEVICES);
    }

    @Test
    void looksAtOneRowWhereThereIsNothingToDo() {
        HeldStore counted = new HeldStore(test.store, DeviceRows.key(TestKms.eui(99)));

        new DeviceIndex(counted, new DeviceRows(counted)).upgrade();

        assertThat(counted.scans()).isEqualTo(1);
        assertThat(found()).isEqualTo(DEVICES);
    }
}
