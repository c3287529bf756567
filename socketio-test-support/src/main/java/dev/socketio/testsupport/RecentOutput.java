package dev.socketio.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Collects what is written until it is printed or discarded. Of a long output only the
 * end is kept. May be used from any thread.
 */
final class RecentOutput extends OutputStream {

	static final int MAX_BYTES = 256 * 1024;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private boolean truncated;

	@Override
	public void write(int value) {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public synchronized void write(byte[] source, int offset, int length) {
		this.bytes.write(source, offset, length);
		if (this.bytes.size() > 2 * MAX_BYTES) {
			byte[] all = this.bytes.toByteArray();
			this.bytes.reset();
			this.bytes.write(all, all.length - MAX_BYTES, MAX_BYTES);
			this.truncated = true;
		}
	}

	synchronized void discard() {
		this.bytes.reset();
		this.truncated = false;
	}

	synchronized void printTo(PrintStream destination) {
		String text = this.bytes.toString(Charset.defaultCharset()).strip();
		if (!text.isEmpty()) {
			destination.println("---- Output of the failed test" + (this.truncated ? " (its end)" : ""));
			destination.println(text);
			destination.println("---- End of the output");
		}
		discard();
	}

}
