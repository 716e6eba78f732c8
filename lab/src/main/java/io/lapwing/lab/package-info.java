/// Benchmarks of the primitives and fuzz targets. No part of the product: `bench primitives` and `bench fuzz` start [Main]
/// in a process of its own.
@NullMarked
package io.lapwing.lab;

import org.jspecify.annotations.NullMarked;
