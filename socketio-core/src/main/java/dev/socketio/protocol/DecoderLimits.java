package dev.socketio.protocol;

/**
 * What one packet of a peer may contain. The size of a message is limited one level
 * below, by {@code max-http-buffer-size}.
 *
 * @param maxAttachments binary attachments, 10 in Node.js
 * @param maxDepth nesting of arrays and objects
 * @param maxNumberLength characters of a number
 */
public record DecoderLimits(int maxAttachments, int maxDepth, int maxNumberLength) {

	/** The limits of the Node.js server where it has one. */
	public static final DecoderLimits DEFAULT = new DecoderLimits(10, 500, 1000);

	/**
	 * These limits with another number of attachments.
	 * @param max the number, at least 0
	 * @return new limits
	 */
	public DecoderLimits withMaxAttachments(int max) {
		return new DecoderLimits(max, this.maxDepth, this.maxNumberLength);
	}

	/**
	 * These limits with another nesting depth.
	 * @param max the depth, at least 1
	 * @return new limits
	 */
	public DecoderLimits withMaxDepth(int max) {
		return new DecoderLimits(this.maxAttachments, max, this.maxNumberLength);
	}

}
