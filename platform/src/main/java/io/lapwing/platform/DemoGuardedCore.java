package io.lapwing.platform;

import io.lapwing.device.GuardedCoreProcess;
import java.io.IOException;

/// A core guarded by sensors into which the demo may look: it is not made non-dumpable, so that whatever keeps its keys from who
/// reads its memory is their erasure.
final class DemoGuardedCore {
    private DemoGuardedCore() {}

    public static void main(String[] arguments) throws IOException {
        GuardedCoreProcess.runOpen(arguments);
    }
}
