package io.lapwing.service.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FaultsTest {
    @Test
    void tellsTheFailureBehindABatchAndNotTheRowInIt() {
        BatchUpdateException batch =
                new BatchUpdateException("Batch entry 0 INSERT ('secret row') was aborted", null);
        batch.setNextException(new SQLException("the server went away\n  at line 7"));

        String told = Faults.unavailable("PostgreSQL", batch).getMessage();

        assertThat(told).contains("the server went away").doesNotContain("row").doesNotContain("7");
    }

    @Test
    void tellsTheStateOfABatchThatFailedForNoOtherReason() {
        BatchUpdateException batch =
                new BatchUpdateException("Batch entry 0 INSERT ('secret row')", "08006", null);

        assertThat(Faults.firstLine(batch)).isEqualTo("SQL state 08006");
    }

    @Test
    void cutsALongMessage() {
        assertThat(Faults.firstLine(new SQLException("x".repeat(5_000)))).hasSizeLessThan(300);
    }
}
