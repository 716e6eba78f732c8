/// Tests of the TPM layer on swtpm, which they start.
@NullMarked
package io.lapwing.vault.tpm;

import org.jspecify.annotations.NullMarked;
