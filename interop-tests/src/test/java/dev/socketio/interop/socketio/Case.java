package dev.socketio.interop.socketio;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

/**
 * One row of a table of packets.
 *
 * @param name what is special about the packets
 * @param packets a {@code String} for each text message, a {@code byte[]} for each
 * attachment
 */
record Case(String name, Object... packets) {

	static Case of(String name, Object... packets) {
		return new Case(name, packets);
	}

	/**
	 * A row that needs no other name than its packet.
	 * @param packet the packet
	 * @return the row
	 */
	static Case of(String packet) {
		return new Case(packet.isEmpty() ? "empty packet" : Message.shortened(packet), packet);
	}

	/**
	 * Combine every row with every transport.
	 * @param cases the rows
	 * @return the arguments: transport, row
	 */
	static Stream<Arguments> onEachTransport(Case... cases) {
		return Arrays.stream(Transport.values())
			.flatMap((transport) -> Arrays.stream(cases).map((row) -> Arguments.of(transport, row)));
	}

	Object[] followedBy(Object packet) {
		Object[] all = Arrays.copyOf(this.packets, this.packets.length + 1);
		all[this.packets.length] = packet;
		return all;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
