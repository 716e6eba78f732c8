package io.lapwing.kms;

import java.util.List;
import java.util.Optional;

/// Devices in the order of an index, a few at a time, from a cursor on.
interface DeviceWalk {
    /// The next ones.
    ///
    /// @param most how many
    Step next(int most, Effort effort);

    /// A device, and the cursor behind it.
    record Candidate(Device device, DeviceCursor at) {}

    /// Some devices that may match.
    ///
    /// @param next behind all that was looked at, which may be more; empty at the end
    record Step(List<Candidate> candidates, Optional<DeviceCursor> next) {}

    /// What one page may still cost: it ends where the effort does, with a cursor, rather than keep someone waiting.
    final class Effort {
        private int rows;
        private int readings;

        /// @param rows of devices that may be read
        /// @param readings of an index that may be made
        Effort(int rows, int readings) {
            this.rows = rows;
            this.readings = readings;
        }

        boolean isSpent() {
            return rows <= 0 || readings <= 0;
        }

        void reading() {
            readings--;
        }

        void rows(int read) {
            rows -= read;
        }
    }
}
