package io.lapwing.device;

import io.lapwing.oscore.SuitManifest;
import java.io.IOException;
import java.io.OutputStream;

/// Takes the octets of an image while they are verified, so that what is started is what was verified and not what stands in the
/// slot a moment later.
public interface BootLoader {
    /// Where the octets of an image go. They may be anything until the boot chain says that the image runs; when it opens another,
    /// they are void.
    OutputStream open(SuitManifest manifest) throws IOException;

    /// For a slot that nobody else can write.
    static BootLoader none() {
        return _ -> OutputStream.nullOutputStream();
    }
}
