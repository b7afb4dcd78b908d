/**
 * Every setting of a picture, declared once: name, type, range, default, sentence. Whoever offers,
 * checks or uses a setting reads it here.
 */
package inkflow.canvas.settings;
