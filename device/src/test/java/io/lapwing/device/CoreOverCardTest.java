package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A core whose keys are in a card: what its door does is the same, and the core has no key either.
class CoreOverCardTest extends KeySlotsContract {
    @TempDir private static Path folder;

    private static final List<CoreServer> SERVERS = new ArrayList<>();

    @Override
    KeySlots slots(Bytes nwkKey, Bytes appKey) {
        SafeSimulator card =
                new SafeSimulator(
                        Bytes.concat(
                                SafeSimulator.key(0x11, nwkKey), SafeSimulator.key(0x12, appKey)));
        Path socket = folder.resolve("card-" + System.nanoTime());
        CoreServer server =
                CoreServer.open(new SafeKeySlots(SafeCard.open(card)), DoorSettings.at(socket));
        SERVERS.add(server);
        Thread.ofPlatform().daemon().start(server::serve);
        return CoreKeySlots.connect(socket);
    }

    @AfterEach
    void closeServers() {
        SERVERS.forEach(CoreServer::close);
        SERVERS.clear();
    }
}
