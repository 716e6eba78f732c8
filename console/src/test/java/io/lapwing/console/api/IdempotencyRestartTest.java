package io.lapwing.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Row;
import io.lapwing.service.Store;
import io.lapwing.service.TemporaryFolder;
import io.lapwing.service.http.Response;
import io.lapwing.service.sql.StoreOptions;
import io.lapwing.service.sql.Stores;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdempotencyRestartTest {
    @Test
    void answersAlikeAfterARestart() {
        AtomicInteger done = new AtomicInteger();
        try (TemporaryFolder folder = TemporaryFolder.of("lapwing-once")) {
            Response first = asked(folder, done);
            Response second = asked(folder, done);

            assertThat(second).isEqualTo(first);
            assertThat(done).hasValue(1);
        }
    }

    @Test
    void doesNotDoAgainWhoseAnswerFitsIntoNoRow() {
        AtomicInteger done = new AtomicInteger();
        try (TemporaryFolder folder = TemporaryFolder.of("lapwing-once");
                Store store =
                        Stores.embedded(folder.path().resolve("store"), StoreOptions.of("test"))) {
            Idempotency once = new Idempotency(store, InstantSource.system());
            Idempotency.Asked asked = new Idempotency.Asked("user:anna", "k1", "POST /x");

            Response first =
                    once.answer(asked, Fingerprint.known("the same"), () -> longAnswer(done));

            assertThat(first.status()).isEqualTo(200);
            assertThatThrownBy(() ->
                            once.answer(
                                    asked, Fingerprint.known("the same"), () -> longAnswer(done)))
                    .isInstanceOf(Fault.class);
            assertThat(done).hasValue(1);
        }
    }

    private static Response longAnswer(AtomicInteger done) {
        done.incrementAndGet();
        return Response.text("x".repeat(Row.MAX_BODY_BYTES));
    }

    private static Response asked(TemporaryFolder folder, AtomicInteger done) {
        try (Store store =
                Stores.embedded(folder.path().resolve("store"), StoreOptions.of("test"))) {
            return new Idempotency(store, InstantSource.system())
                    .answer(
                            new Idempotency.Asked("user:anna", "k1", "POST /x"),
                            Fingerprint.known("the same"),
                            () -> Answers.started("job-" + done.incrementAndGet()));
        }
    }
}
