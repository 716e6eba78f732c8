package io.lapwing.console;

import io.lapwing.service.people.Permission;
import java.util.Map;
import java.util.Optional;

/// What can be done to a device.
public sealed interface DeviceAction {
    /// What its doer must be permitted.
    Permission permission();

    /// What will happen, for the one who is asked whether to go on; empty when nothing is lost by it.
    default Optional<String> warning() {
        return Optional.empty();
    }

    /// Its root keys are in it now.
    record Provision() implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_STEP;
        }
    }

    /// It gets its first owner.
    record Claim(String owner) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_CLAIM;
        }
    }

    /// It gets another owner.
    record Transfer(String owner) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_CLAIM;
        }

        @Override
        public Optional<String> warning() {
            return Optional.of("The owner of today sees this device no more.");
        }
    }

    /// It joins no more until it is resumed.
    record Suspend(String reason) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_STEP;
        }

        @Override
        public Optional<String> warning() {
            return Optional.of("Its joins are refused until someone resumes it.");
        }
    }

    /// It may join again.
    record Resume() implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_STEP;
        }
    }

    /// Its life ends.
    record Retire(String reason) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_RETIRE;
        }

        @Override
        public Optional<String> warning() {
            return Optional.of(
                    "Its root keys are destroyed. There is no way back, and no copy anywhere.");
        }
    }

    /// It is trusted no more.
    record Compromise(String reason) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_COMPROMISE;
        }

        @Override
        public Optional<String> warning() {
            return Optional.of("Its keys are refused every use from now on. There is no way back.");
        }
    }

    /// It has these labels and no others.
    record Label(Map<String, String> labels) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_CHANGE;
        }
    }

    /// Its home network is this one; none when empty.
    record Home(Optional<String> netId) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_CHANGE;
        }
    }

    /// Its session keys travel so.
    record Deliver(DeviceView.Delivery delivery) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.DEVICE_CHANGE;
        }
    }

    /// A device that was flashed again shall count its DevNonces from the start: its owner decides.
    record AskNonceReset(String reason) implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.NONCE_RESET;
        }
    }

    /// Its renewed root keys are in it now: it joins with them from here on.
    record ActivateKeys() implements DeviceAction {
        @Override
        public Permission permission() {
            return Permission.KEYS_RENEW;
        }

        @Override
        public Optional<String> warning() {
            return Optional.of(
                    "It joins with the new root keys alone: where they are not in it yet, it joins no"
                            + " more.");
        }
    }
}
