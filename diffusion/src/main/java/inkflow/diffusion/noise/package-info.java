/** Seeded noise, number for number that of torch's CPU generator. */
package inkflow.diffusion.noise;
