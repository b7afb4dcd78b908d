/**
 * The settings of a picture, each declared once, in {@link
 * inkflow.canvas.settings.PictureSettings}. Any module that sees the canvas may read them.
 */
package inkflow.canvas.settings;
