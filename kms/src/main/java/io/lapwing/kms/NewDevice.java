package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.vault.KeyBinding;
import java.util.List;
import java.util.Optional;

/// What someone says of a device that the platform is to know. Its root keys come apart from it.
///
/// @param claimRequired whether it may join only once it has an owner
/// @param owner set when it is owned from the start
/// @param module its module identity, where its maker tells it
public record NewDevice(
        Eui64 devEui,
        Eui64 joinEui,
        MacVersion macVersion,
        boolean claimRequired,
        Optional<HomeNetwork> home,
        Optional<String> owner,
        KeyDelivery delivery,
        Labels labels,
        Optional<ModuleDigest> module) {
    public NewDevice {
        owner.ifPresent(name -> Names.check("owner", name));
    }

    /// A device that may join without an owner, and of which nothing else is known.
    public static NewDevice of(Eui64 devEui, Eui64 joinEui, MacVersion macVersion) {
        return new NewDevice(
                devEui,
                joinEui,
                macVersion,
                false,
                Optional.empty(),
                Optional.empty(),
                KeyDelivery.DEFAULT,
                Labels.NONE,
                Optional.empty());
    }

    public NewDevice withHome(HomeNetwork network) {
        return new NewDevice(
                devEui,
                joinEui,
                macVersion,
                claimRequired,
                Optional.of(network),
                owner,
                delivery,
                labels,
                module);
    }

    public NewDevice withOwner(String name) {
        return new NewDevice(
                devEui,
                joinEui,
                macVersion,
                claimRequired,
                home,
                Optional.of(name),
                delivery,
                labels,
                module);
    }

    public NewDevice withDelivery(KeyDelivery way) {
        return new NewDevice(
                devEui, joinEui, macVersion, claimRequired, home, owner, way, labels, module);
    }

    public NewDevice withLabels(Labels words) {
        return new NewDevice(
                devEui, joinEui, macVersion, claimRequired, home, owner, delivery, words, module);
    }

    public NewDevice withModule(ModuleDigest identity) {
        return new NewDevice(
                devEui,
                joinEui,
                macVersion,
                claimRequired,
                home,
                owner,
                delivery,
                labels,
                Optional.of(identity));
    }

    public NewDevice requiringClaim() {
        return new NewDevice(
                devEui, joinEui, macVersion, true, home, owner, delivery, labels, module);
    }

    /// The root keys that a device of this version has: AppKey, from 1.1 on NwkKey too (TS001-1.1 §6.1.1).
    static List<KeyBinding.Kind> kinds(MacVersion version) {
        return version.hasNwkKey()
                ? List.of(KeyBinding.Kind.NWK_KEY, KeyBinding.Kind.APP_KEY)
                : List.of(KeyBinding.Kind.APP_KEY);
    }

    /// The device whose keys are in it already.
    Device provisioned(List<DeviceKey> keys) {
        return device(owner.isPresent() ? Lifecycle.CLAIMED : Lifecycle.PROVISIONED, keys);
    }

    /// The device whose keys are still to be put into it.
    Device manufactured(List<DeviceKey> keys) {
        if (owner.isPresent()) {
            throw Fault.badInput(
                    "owner of a device that is still in the factory: let the owner claim it later");
        }
        return device(Lifecycle.MANUFACTURED, keys);
    }

    private Device device(Lifecycle state, List<DeviceKey> keys) {
        return new Device(
                devEui,
                joinEui,
                macVersion,
                state,
                claimRequired,
                new RootKeys(RootKeys.FIRST, keys),
                home,
                owner,
                delivery,
                labels,
                List.of(),
                JoinState.NEW,
                false,
                module,
                Optional.empty());
    }
}
