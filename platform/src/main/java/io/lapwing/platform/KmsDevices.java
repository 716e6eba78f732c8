package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.joinserver.JoinDevice;
import io.lapwing.joinserver.JoinDevices;
import io.lapwing.joinserver.RootKeyWork;
import io.lapwing.kms.Device;
import io.lapwing.kms.JoinAccess;
import io.lapwing.kms.JoinKeys;
import io.lapwing.kms.KeyDelivery;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.RootKeyKind;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Commit;
import io.lapwing.vault.KeyBinding;
import io.lapwing.vault.RootKey;
import java.util.Optional;
import java.util.function.Function;

/// The key management system's devices, as the Join Server wants to see them.
final class KmsDevices implements JoinDevices {
    private final JoinAccess access;

    KmsDevices(JoinAccess access) {
        this.access = access;
    }

    @Override
    public Optional<JoinDevice> find(Eui64 devEui) {
        return access.find(devEui).map(KmsDevices::view);
    }

    @Override
    public <T> T withKeys(JoinDevice device, Function<RootKeyWork, T> work) {
        return access.withKeys(seen(device).device(), keys -> work.apply(new Work(keys)));
    }

    @Override
    public boolean commit(JoinDevice seen, JoinState next, AuditEvent event) {
        return switch (access.commitJoin(seen(seen), next, event)) {
            case Commit.Done _ -> true;
            case Commit.Conflict _ -> false;
        };
    }

    @Override
    public void record(AuditEvent event) {
        access.recordRefusal(event);
    }

    private static JoinAccess.Seen seen(JoinDevice device) {
        return (JoinAccess.Seen) device.row();
    }

    private static JoinDevice view(JoinAccess.Seen seen) {
        Device device = seen.device();
        RootKeyRef active = device.keys().active();
        return new JoinDevice(
                device.devEui(),
                device.joinEui(),
                device.macVersion(),
                barred(device),
                device.home().map(home -> new JoinDevice.Home(home.netId(), home.nsId())),
                new JoinDevice.Keys(device.macVersion().hasNwkKey() ? active : null, active),
                delivery(device.delivery()),
                device.joins(),
                seen);
    }

    private static Optional<String> barred(Device device) {
        return switch (device.admission()) {
            case Device.Admission.Admitted _ -> Optional.empty();
            case Device.Admission.Barred barred -> Optional.of(barred.why());
        };
    }

    private static JoinDevice.Delivery delivery(KeyDelivery delivery) {
        return new JoinDevice.Delivery(
                delivery.appSKey() == KeyDelivery.AppSKey.IN_ANSWER,
                delivery.applicationServer(),
                delivery.networkServerKey(),
                delivery.applicationServerLabel());
    }

    /// One request's sitting with the root keys of one device.
    private record Work(JoinKeys keys) implements RootKeyWork {
        @Override
        public Key key(RootKeyKind kind, RootKeyRef ref) {
            return new WorkKey(keys, keys.key(kind(kind), ref));
        }

        private static KeyBinding.Kind kind(RootKeyKind kind) {
            return switch (kind) {
                case NWK_KEY -> KeyBinding.Kind.NWK_KEY;
                case APP_KEY -> KeyBinding.Kind.APP_KEY;
            };
        }
    }

    private record WorkKey(JoinKeys keys, RootKey key) implements RootKeyWork.Key {
        @Override
        public Bytes cmac(Bytes message) {
            return key.cmac(message);
        }

        @Override
        public Bytes decrypt(Bytes blocks) {
            return key.decrypt(blocks);
        }

        @Override
        public RootKeyWork.Key derive(Bytes block) {
            return new WorkKey(keys, key.derive(block));
        }

        @Override
        public Bytes deriveFor(Bytes block, RootKeyWork.Receiver receiver) {
            return keys.deriveFor(key, block, role(receiver.role()), receiver.label());
        }

        private static KeyBinding.Role role(RootKeyWork.Role role) {
            return switch (role) {
                case NETWORK_SERVER -> KeyBinding.Role.NETWORK_SERVER;
                case APPLICATION_SERVER -> KeyBinding.Role.APPLICATION_SERVER;
            };
        }
    }
}
