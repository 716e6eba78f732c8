/// An IoT SAFE applet (GSMA IoT.05) in the subset of Java that a card runs: no strings, threads, collections or `long`, and
/// arrays that are made once, at the installation.
@NullMarked
package io.lapwing.safe;

import org.jspecify.annotations.NullMarked;
