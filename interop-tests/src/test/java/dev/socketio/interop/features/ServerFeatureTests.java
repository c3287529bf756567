package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.codec.JsonPacketCodec;
import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.ParentNamespace;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What applications do with the server beside the commands of the conformance server.
 */
class ServerFeatureTests {

	private @Nullable LocalServer server;

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private LocalServer start(String... arguments) {
		LocalServer started = new LocalServer(Application.class, arguments);
		this.server = started;
		return started;
	}

	@Test
	void newNamespacesAreReported() {
		LocalServer local = start();
		List<String> names = new CopyOnWriteArrayList<>();
		SocketIOServer io = local.io().onNewNamespace((namespace) -> names.add(namespace.name()));
		io.of("/");
		io.of("/static");
		io.of("/static");
		io.of(Pattern.compile("^/dynamic-\\d$"));
		assertThat(names).containsExactly("/static");
		local.connect(Transport.WEBSOCKET).join("/dynamic-1");
		local.connect(Transport.WEBSOCKET).join("/dynamic-1").join("/dynamic-2");
		assertThat(names).containsExactly("/static", "/dynamic-1", "/dynamic-2");
	}

	@Test
	void rulesOfADynamicNamespaceAreThoseOfItsChildren() {
		LocalServer local = start();
		ParentNamespace rooms = local.io().of(Pattern.compile("^/room-\\d$"));
		rooms.use((socket) -> "let me in".equals(socket.handshake().auth().get("please")) ? Mono.empty()
				: Mono.error(new ConnectRefusedException("not so fast")));
		rooms.onConnection((socket) -> socket.emit("welcome", socket.namespace().name()));
		rooms.on("twice", (socket, event, args, ack) -> ack.send(args.get(0), args.get(0)));
		Client client = local.connect(Transport.WEBSOCKET);
		client.send("0/room-1,");
		assertThat(client.next().text()).isEqualTo("4/room-1,{\"message\":\"not so fast\"}");
		client.join("/room-1", "{\"please\":\"let me in\"}");
		assertThat(client.next().text()).isEqualTo("2/room-1,[\"welcome\",\"/room-1\"]");
		client.send("2/room-1,7[\"twice\",\"x\"]");
		assertThat(client.next().text()).isEqualTo("3/room-1,7[\"x\",\"x\"]");
		rooms.emit("all", 1);
		assertThat(client.next().text()).isEqualTo("2/room-1,[\"all\",1]");
	}

	@ParameterizedTest
	@EnumSource
	void sendEmitsAMessage(Transport transport) {
		LocalServer local = start();
		Client client = local.connect(transport);
		Socket socket = local.io().sockets().values().iterator().next();
		socket.send("to one", 1);
		local.io().send("to all", 2);
		assertThat(client.events("message", 2)).containsExactly("[\"to one\",1]", "[\"to all\",2]");
	}

	@Test
	void eventsForOtherServersStayAwayFromClientsAndFromThisServer() {
		LocalServer local = start();
		List<Object> received = new CopyOnWriteArrayList<>();
		local.io().onServerSide("hello", (args, ack) -> received.add(args.toList()));
		Client client = local.connect(Transport.WEBSOCKET);
		local.io().serverSideEmit("hello", "world").block(Client.TIMEOUT);
		assertThat(local.io().serverSideEmitWithAck("hello", "world").block(Client.TIMEOUT)).isEmpty();
		assertThat(client.events("hello", 0)).isEmpty();
		assertThat(received).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> local.io().serverSideEmit("new_namespace"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void middlewaresAreAskedAboutRecoveredClientsUnlessTheyAreSkipped(boolean skip) {
		LocalServer local = start("--socketio.connection-state-recovery.enabled=true",
				"--socketio.connection-state-recovery.skip-middlewares=" + skip);
		List<String> revoked = new CopyOnWriteArrayList<>();
		local.io()
			.use((socket) -> revoked.isEmpty() ? Mono.empty()
					: Mono.error(new ConnectRefusedException(revoked.get(0))));
		Client client = local.connect(Transport.WEBSOCKET);
		client.link().cut();
		client.awaitClose();
		revoked.add("token has expired");
		Client back = local.open(Transport.WEBSOCKET);
		back.send("0{\"pid\":\"%s\"}".formatted(client.pid()));
		assertThat(back.next().text())
			.isEqualTo(skip ? "0{\"sid\":\"%s\",\"pid\":\"%s\"}".formatted(client.id(), client.pid())
					: "4{\"message\":\"token has expired\"}");
	}

	@Test
	void broadcastIsEncodedOnceByTheCodecOfTheApplication() {
		LocalServer local = start();
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			clients.add(local.connect(Transport.values()[i % 2]));
		}
		CountingCodec codec = local.bean(CountingCodec.class);
		int before = codec.encoded.get();
		local.io().emit("news", "for all", new byte[] { 1, 2 });
		for (Client client : clients) {
			client.awaitEvent("news");
			assertThat(client.attachment()).containsExactly(1, 2);
		}
		assertThat(codec.encoded.get() - before).isEqualTo(1);
	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		CountingCodec codec(JsonMapper mapper) {
			return new CountingCodec(new JsonPacketCodec(mapper));
		}

		@Bean
		SocketIOServerCustomizer probe() {
			return (io) -> io.on("probe", (socket, event, args, ack) -> ack.send());
		}

	}

	static class CountingCodec implements PacketCodec {

		private final PacketCodec delegate;

		private final AtomicInteger encoded = new AtomicInteger();

		CountingCodec(PacketCodec delegate) {
			this.delegate = delegate;
		}

		@Override
		public EncodedPacket encode(dev.socketio.protocol.Packet packet) {
			this.encoded.incrementAndGet();
			return this.delegate.encode(packet);
		}

		@Override
		public PacketDecoder decoder(DecoderLimits limits) {
			return this.delegate.decoder(limits);
		}

		@Override
		public Arguments arguments(List<? extends @Nullable Object> values) {
			return this.delegate.arguments(values);
		}

	}

}
