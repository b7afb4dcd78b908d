/** A golden case and how to compare with it: files, findings, tolerances. */
package inkflow.diffusion.parity.golden;
