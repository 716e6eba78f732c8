package io.lapwing.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// What the boot chain asks of a file system: the steps between which power may be cut.
interface SlotDisk {
    /// The octets of a file, from its beginning; empty where there is none.
    Optional<InputStream> open(String name) throws IOException;

    /// A new file, or an old one without its octets. What is written may be lost until [#sync].
    OutputStream create(String name) throws IOException;

    /// The octets of the file are durable on return.
    void sync(String name) throws IOException;

    /// The one file is in the place of the other, at once and durable on return.
    void move(String from, String to) throws IOException;

    /// The file is no more, durable on return. There need not be one.
    void remove(String name) throws IOException;
}
