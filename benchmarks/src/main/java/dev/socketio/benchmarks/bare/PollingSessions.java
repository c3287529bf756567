package dev.socketio.benchmarks.bare;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Clients on long-polling. A session is used by the event loops of two connections, so it
 * has a lock.
 */
final class PollingSessions {

	private static final byte SEPARATOR = 0x1E;

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	String open() {
		String id = UUID.randomUUID().toString();
		this.sessions.put(id, new Session());
		return BareClient.open(id, "\"websocket\"");
	}

	@Nullable Session find(String id) {
		return this.sessions.get(id);
	}

	static final class Session extends BareClient {

		private @Nullable ByteBuf waiting;

		private @Nullable Consumer<ByteBuf> poll;

		synchronized void poll(Consumer<ByteBuf> answer) {
			ByteBuf packets = this.waiting;
			if (packets != null) {
				this.waiting = null;
				answer.accept(packets);
			}
			else {
				this.poll = answer;
			}
		}

		synchronized void receive(ByteBuf body) {
			int start = 0;
			while (start < body.readableBytes()) {
				int end = body.indexOf(start, body.readableBytes(), SEPARATOR);
				end = (end < 0) ? body.readableBytes() : end;
				receive(body, start, end - start);
				start = end + 1;
			}
		}

		@Override
		ByteBuf packet(int length) {
			return Unpooled.buffer(length);
		}

		@Override
		void send(ByteBuf packet) {
			ByteBuf earlier = this.waiting;
			ByteBuf packets = (earlier != null) ? earlier.writeByte(SEPARATOR).writeBytes(packet) : packet;
			Consumer<ByteBuf> answer = this.poll;
			if (answer != null) {
				this.poll = null;
				answer.accept(packets);
			}
			else {
				this.waiting = packets;
			}
		}

		@Override
		void join() {
			throw new UnsupportedOperationException("Only WebSockets join");
		}

		@Override
		void broadcast(byte[] head, ByteBuf arguments) {
			throw new UnsupportedOperationException("Only WebSockets broadcast");
		}

	}

}
