package io.lapwing.service.sql;

import io.lapwing.crypto.Secret;
import io.lapwing.service.Commit;
import io.lapwing.service.Store;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The child that is killed: changes rows from several threads and says each change on its standard output once it
/// was answered.
final class KilledWriter {
    static final int THREADS = 8;

    private KilledWriter() {}

    public static void main(String[] address) {
        Store store = open(address);
        PrintStream out = System.out;
        for (int i = 0; i < THREADS; i++) {
            long eui = i;
            Thread.ofPlatform().start(() -> change(store, eui, out));
        }
    }

    private static Store open(String... address) {
        StoreOptions options = StoreOptions.of("main").signedBy(new TestSigner());
        return switch (address[0]) {
            case "embedded" -> Stores.embedded(Path.of(address[1]), options);
            default ->
                    Stores.postgres(
                            new PostgresAddress(
                                    address[1],
                                    address[2],
                                    Secret.take(address[3].getBytes(StandardCharsets.UTF_8))),
                            options);
        };
    }

    private static void change(Store store, long eui, PrintStream out) {
        long version = store.get(Facts.device(eui)).map(row -> row.version()).orElse(0L);
        while (store.commit(Facts.change(eui, version, "round")) instanceof Commit.Done done) {
            version = done.version();
            out.println(eui + " " + version + " " + done.auditIndex());
        }
        throw new AssertionError("row " + eui + " was changed by another");
    }
}
