package io.lapwing.platform;

import io.lapwing.console.DeviceFilter;
import io.lapwing.crypto.Bytes;
import io.lapwing.service.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a wish goes on with when it is done, as its row keeps it.
///
/// @param devEuis devices that were listed
/// @param filter what all devices have to match
/// @param most how many devices there were when it was asked for: it is done to no more
/// @param parameters what else was said
record WishArgument(
        Optional<List<String>> devEuis,
        Optional<DeviceFilter> filter,
        long most,
        Map<String, String> parameters) {
    private static final Json JSON = Json.strict().build();

    /// Without devices.
    static WishArgument of(Map<String, String> parameters) {
        return new WishArgument(Optional.empty(), Optional.empty(), 0, parameters);
    }

    static WishArgument read(String text) {
        return JSON.read(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), WishArgument.class);
    }

    String text() {
        return new String(JSON.write(this).toArray(), StandardCharsets.UTF_8);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
