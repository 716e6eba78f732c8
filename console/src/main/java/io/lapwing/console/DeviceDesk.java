package io.lapwing.console;

import io.lapwing.service.people.Principal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Devices, for one principal at a time.
///
/// Each method throws [io.lapwing.crypto.Fault]: `FORBIDDEN` when the principal may do this to no device at all,
/// `NOT_FOUND` for a device that is not there and, in the same words, for one that is not the principal's business,
/// `BAD_INPUT` for what makes no sense, `CONFLICT` when the device is in another state or has another version.
public interface DeviceDesk {
    /// The longest file to import: more than two million rows.
    long IMPORT_LIMIT_BYTES = 1L << 30;

    /// Devices in the order of their DevEUIs; those for a typed text in the order in which it is found, each once. A page
    /// may end early, with few devices or none and a next one, where conditions together match hardly anything.
    ///
    /// @param limit 1 to [Page#MAX_ITEMS]
    Page<DeviceView> page(Principal who, DeviceFilter filter, Optional<String> after, int limit);

    /// How many devices [#page] would give, counted up to some thousands.
    Count count(Principal who, DeviceFilter filter);

    /// A number of devices.
    ///
    /// @param more whether there are more than were counted
    record Count(long devices, boolean more) {}

    /// One device.
    Versioned<DeviceView> find(Principal who, String devEui);

    /// Its last sessions, newest first.
    List<SessionView> sessions(Principal who, String devEui);

    /// Makes a device whose root keys nobody ever sees.
    Versioned<DeviceView> create(Principal who, NewDeviceForm form);

    /// Does something to a device.
    ///
    /// @param version the version that it must have; none: whichever
    Versioned<DeviceView> act(
            Principal who, String devEui, OptionalLong version, DeviceAction action);

    /// Does the same to many, as a job.
    ///
    /// @param devEuis at most 10,000
    /// @return the job's identifier
    String actOnMany(Principal who, List<String> devEuis, DeviceAction action);

    /// Does the same to all that match, as a job.
    ///
    /// @return the job's identifier
    String actOnAll(Principal who, DeviceFilter filter, DeviceAction action);

    /// Takes devices whose keys come encrypted, as a job: the file format of `admin device import`.
    ///
    /// @param format `csv` or `jsonl`
    /// @param content at most [#IMPORT_LIMIT_BYTES]; read as it comes, before this returns. One that breaks off changes nothing.
    /// @return the job's identifier
    String importFile(Principal who, String format, java.io.InputStream content);
}
