package dev.socketio.benchmarks.bare;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.netty.buffer.ByteBuf;

/**
 * Handles text packets of any transport. Packets are taken for well-formed.
 */
abstract class BareClient {

	private static final int ECHO = "[\"echo-ack\",".length();

	private static final int BROADCAST = "[\"broadcast\",".length();

	private static final byte[] EVENT = "42[\"msg\",".getBytes(StandardCharsets.US_ASCII);

	/** Begin a packet of so many bytes. */
	abstract ByteBuf packet(int length);

	abstract void send(ByteBuf packet);

	abstract void join();

	abstract void broadcast(byte[] head, ByteBuf arguments);

	static String open(String sid, String upgrades) {
		return "0{\"sid\":\"" + sid + "\",\"upgrades\":[" + upgrades
				+ "],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}";
	}

	void send(String packet) {
		ByteBuf out = packet(packet.length());
		out.writeCharSequence(packet, StandardCharsets.US_ASCII);
		send(out);
	}

	void receive(ByteBuf in, int start, int length) {
		if (in.getByte(start) != '4') {
			return;
		}
		if (in.getByte(start + 1) == '0') {
			send("40{\"sid\":\"" + UUID.randomUUID() + "\"}");
			return;
		}
		int end = start + length;
		int name = in.indexOf(start, end, (byte) '[');
		switch (in.getByte(name + 2)) {
			case 'e' -> answer(in, start + 2, name, name + ECHO, end);
			case 'j' -> {
				join();
				answer(in, start + 2, name, end - 1, end);
			}
			case 'b' -> broadcast(EVENT, in.slice(name + BROADCAST, end - name - BROADCAST));
			default -> throw new IllegalArgumentException("Unknown event");
		}
	}

	private void answer(ByteBuf in, int id, int name, int arguments, int end) {
		ByteBuf out = packet(2 + name - id + 1 + end - arguments);
		out.writeByte('4').writeByte('3').writeBytes(in, id, name - id).writeByte('[');
		send(out.writeBytes(in, arguments, end - arguments));
	}

}
