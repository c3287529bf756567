package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBufUtil;

/**
 * Writes down what a session tells its listener.
 */
final class SessionLog implements SessionListener {

	private final Queue<String> entries = new ConcurrentLinkedQueue<>();

	/** What happened, in order. */
	List<String> entries() {
		return new ArrayList<>(this.entries);
	}

	@Override
	public void onText(byte[] buffer, int offset, int length) {
		this.entries.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
	}

	@Override
	public void onBinary(byte[] data) {
		this.entries.add("b:" + ByteBufUtil.hexDump(data));
	}

	@Override
	public void onClose(CloseReason reason) {
		this.entries.add("close:" + reason);
	}

}
