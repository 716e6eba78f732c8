package io.lapwing.console.api;

import io.lapwing.console.DeviceFilter;
import io.lapwing.console.NewDeviceForm;
import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What requests about devices say.
final class DeviceForms {
    private DeviceForms() {}

    /// A device to be made. `claimRequired` is false and there are no labels when they are absent.
    record NewDevice(
            String devEui,
            String joinEui,
            String macVersion,
            Optional<Boolean> claimRequired,
            Optional<String> owner,
            Optional<String> home,
            Optional<Map<String, String>> labels,
            Optional<String> module) {
        NewDeviceForm form() {
            return new NewDeviceForm(
                    devEui,
                    joinEui,
                    macVersion,
                    claimRequired.orElse(false),
                    owner,
                    home,
                    labels.orElse(Map.of()),
                    module);
        }
    }

    record Owner(String owner) {}

    record Reason(String reason) {}

    record Labels(Map<String, String> labels) {}

    /// @param netId none: the device has no home network
    record Home(Optional<String> netId) {}

    /// The most devices of one list.
    static final int MOST = 10_000;

    /// Which devices: those of a list, or all that match.
    interface Many {
        Optional<List<String>> devEuis();

        Optional<Filter> filter();

        /// The filter, when it is by filter.
        default Optional<DeviceFilter> matching() {
            if (devEuis().isPresent() == filter().isPresent()) {
                throw Fault.badInput("devices: want devEuis or filter, one of the two");
            }
            int listed = devEuis().map(List::size).orElse(1);
            if (listed < 1 || listed > MOST) {
                throw Fault.badInput(
                        "devEuis: %d of them, want 1 to %d; a filter takes more"
                                .formatted(listed, MOST));
            }
            return filter().map(Filter::checked);
        }
    }

    record ManyPlain(Optional<List<String>> devEuis, Optional<Filter> filter) implements Many {}

    record ManyOwned(Optional<List<String>> devEuis, Optional<Filter> filter, String owner)
            implements Many {}

    record ManyReasoned(Optional<List<String>> devEuis, Optional<Filter> filter, String reason)
            implements Many {}

    record ManyLabelled(
            Optional<List<String>> devEuis, Optional<Filter> filter, Map<String, String> labels)
            implements Many {}

    /// As the query parameters of a list of devices.
    record Filter(
            Optional<String> q,
            Optional<String> state,
            Optional<String> owner,
            Optional<String> joinEui,
            Optional<String> netId,
            Optional<Map<String, String>> labels,
            Optional<Boolean> exposed,
            Optional<Boolean> noncesLow) {
        /// The filter; one without a condition would take every device there is.
        DeviceFilter checked() {
            DeviceFilter filter = filter();
            if (filter.equals(DeviceFilter.ALL)) {
                throw Fault.badInput("filter without a condition: want one at least");
            }
            return filter;
        }

        DeviceFilter filter() {
            return new DeviceFilter(
                    q,
                    state,
                    owner,
                    joinEui,
                    netId,
                    new TreeMap<>(labels.orElse(Map.of())),
                    exposed.orElse(false),
                    noncesLow.orElse(false));
        }
    }
}
