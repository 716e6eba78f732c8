package io.lapwing.vault;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.charset.StandardCharsets;

/// The row to which a wrapped key belongs. A wrapped key put into another row does not open.
public sealed interface KeyBinding {
    /// A unique encoding, none the beginning of another: the associated data of the wrapped key.
    Bytes encoded();

    /// Which root key it is.
    enum Kind {
        NWK_KEY(0),
        APP_KEY(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /// Who may receive which keys under a receiver's key.
    enum Role {
        /// Receives network session keys.
        NETWORK_SERVER(0),
        /// Receives the AppSKey.
        APPLICATION_SERVER(1),
        /// Receives root keys to put into devices.
        STATION(2);

        private final int code;

        Role(int code) {
            this.code = code;
        }
    }

    /// A root key of a device.
    ///
    /// @param device the DevEUI, 8 octets
    /// @param slot 0 to 255
    /// @param version rises with each renewal of the slot, from 1
    record Root(Bytes device, Kind kind, int slot, int version) implements KeyBinding {
        public Root {
            if (device.length() != 8) {
                throw Fault.badInput("device of " + device.length() + " bytes: want 8");
            }
            if (slot < 0 || slot > 255) {
                throw Fault.badInput("root key slot " + slot + ": want 0 to 255");
            }
            if (version < 1) {
                throw Fault.badInput("root key version " + version + ": want 1 or more");
            }
        }

        @Override
        public Bytes encoded() {
            return Bytes.concat(
                    Bytes.of(1, kind.code, slot),
                    device,
                    Bytes.of(version >> 24, version >> 16, version >> 8, version));
        }
    }

    /// The wrapping key of a receiver.
    ///
    /// @param label as the receiver knows it, 1 to 128 characters
    /// @param version rises with each renewal, from 1
    record Receiver(String label, Role role, int version) implements KeyBinding {
        public Receiver {
            if (label.isEmpty() || label.length() > 128) {
                throw Fault.badInput(
                        "wrapping key label of " + label.length() + " characters: want 1 to 128");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(label)) {
                throw Fault.badInput("wrapping key label with half a surrogate pair: want Unicode");
            }
            if (version < 1) {
                throw Fault.badInput("wrapping key version " + version + ": want 1 or more");
            }
        }

        @Override
        public Bytes encoded() {
            byte[] text = label.getBytes(StandardCharsets.UTF_8);
            return Bytes.concat(
                    Bytes.of(2, role.code, version >> 24, version >> 16, version >> 8, version),
                    Bytes.of(text.length >> 8, text.length),
                    Bytes.of(text));
        }
    }
}
