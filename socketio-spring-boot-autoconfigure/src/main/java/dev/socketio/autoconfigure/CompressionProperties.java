package dev.socketio.autoconfigure;

import org.springframework.util.unit.DataSize;

/**
 * Compression of outbound messages.
 *
 * @since 0.1.0
 */
public class CompressionProperties {

	/**
	 * Whether to compress.
	 */
	private boolean enabled;

	/**
	 * Size from which messages are compressed.
	 */
	private DataSize threshold = DataSize.ofBytes(1024);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public DataSize getThreshold() {
		return this.threshold;
	}

	public void setThreshold(DataSize threshold) {
		this.threshold = threshold;
	}

	/** These properties with compression on, unless the application turns it off. */
	static CompressionProperties on() {
		CompressionProperties properties = new CompressionProperties();
		properties.setEnabled(true);
		return properties;
	}

	/** The threshold in bytes, or -1 if compression is off. */
	int toThreshold(String name) {
		if (!this.enabled) {
			return -1;
		}
		long bytes = this.threshold.toBytes();
		PropertyChecks.check(name + ".threshold", this.threshold, bytes >= 0 && bytes <= Integer.MAX_VALUE,
				"Must be at least 0 bytes and less than 2GB");
		return (int) bytes;
	}

}
