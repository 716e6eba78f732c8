package io.lapwing.console;

import java.util.Map;
import java.util.Optional;

/// A device to be made, with root keys generated in the vault.
///
/// @param macVersion `1.0.4`
/// @param claimRequired whether it may join only once it has an owner
/// @param home its home network's NetID, 6 hexadecimal digits
/// @param module its module identity, 64 hexadecimal digits
public record NewDeviceForm(
        String devEui,
        String joinEui,
        String macVersion,
        boolean claimRequired,
        Optional<String> owner,
        Optional<String> home,
        Map<String, String> labels,
        Optional<String> module) {}
