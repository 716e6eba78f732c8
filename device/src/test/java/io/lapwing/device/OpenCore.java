package io.lapwing.device;

import java.io.IOException;

/// A guarded core into which its parent may look.
final class OpenCore {
    private OpenCore() {}

    public static void main(String[] arguments) throws IOException {
        GuardedCoreProcess.runOpen(arguments);
    }
}
