/**
 * Topic names, and encoding and decoding of records. Every module may use it; it uses none of them.
 */
package inkflow.schemas;
