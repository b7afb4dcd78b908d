/** What one picture is asked for with, and what comes back. Everybody who draws may use it. */
package inkflow.diffusion.request;
