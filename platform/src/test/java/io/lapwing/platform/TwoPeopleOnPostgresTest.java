package io.lapwing.platform;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;

/// The same over PostgreSQL, each test in a database of its own.
class TwoPeopleOnPostgresTest extends TwoPeopleTest {
    private static final OwnPostgres SERVER = OwnPostgres.start();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    @Override
    AdminWorld world(Path place) {
        return AdminWorld.on(place, SERVER.create("people" + DATABASES.incrementAndGet()));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }
}
