/** Topics, and records to and from bytes. Everybody may use it; it uses nothing of ours. */
package inkflow.schemas;
