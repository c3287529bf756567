package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.TransportType;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WebSocketSessionTests {

	private final EngineFixture fixture = new EngineFixture(EngineOptions.builder()
		.limits((limits) -> limits.maxBufferedBytes(200_000).maxBufferedPackets(50))
		.build());

	private FakeWebSocket client;

	private EngineSession session;

	private int opening;

	@BeforeEach
	void open() {
		this.client = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(), Requests.webSocket());
		this.session = this.fixture.session();
		this.fixture.settle();
		this.opening = this.client.sink().bytes().length;
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void opensWithAPacketThatOffersNoUpgrade() {
		assertThat(this.client.frames()).containsExactly("0{\"sid\":\"" + this.session.id()
				+ "\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
		assertThat(this.session.transport()).isEqualTo(TransportType.WEBSOCKET);
		assertThat(this.session.home()).isSameAs(this.client.loop());
	}

	@Test
	void messagesGoBothWays() {
		this.client.send("4hello");
		this.client.send(new byte[] { 1, 2 });
		this.client.send(new byte[0]);
		this.client.send("bAQI=");
		this.client.send("6");
		this.client.send("3");
		this.client.send("4");
		this.session.send("é");
		this.session.send(new byte[] { 3 });
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("hello", "b:0102", "b:", "b:0102", "");
		assertThat(this.client.frames().subList(1, 3)).containsExactly("4é", "b:03");
	}

	/** Lengths are those of the payload, in which text has its type in front. */
	@ParameterizedTest
	@CsvSource({ "0, 8101", "1, 8102", "124, 817d", "125, 817e007e", "126, 817e007f", "65534, 817effff",
			"65535, 817f0000000000010000", "65536, 817f0000000000010001" })
	void headersOfTextFrames(int length, String header) {
		this.session.send("x".repeat(length));
		this.fixture.settle();
		byte[] frame = sent();
		assertThat(ByteBufUtil.hexDump(frame, 0, header.length() / 2)).isEqualTo(header);
		assertThat(new String(frame, header.length() / 2, length + 1, StandardCharsets.UTF_8))
			.isEqualTo("4" + "x".repeat(length));
		assertThat(frame).hasSize(header.length() / 2 + length + 1);
	}

	@ParameterizedTest
	@CsvSource({ "0, 8200", "125, 827d", "126, 827e007e", "65535, 827effff", "65536, 827f0000000000010000" })
	void headersOfBinaryFrames(int length, String header) {
		this.session.send(new byte[length]);
		this.fixture.settle();
		byte[] frame = sent();
		assertThat(ByteBufUtil.hexDump(frame, 0, header.length() / 2)).isEqualTo(header);
		assertThat(frame).hasSize(header.length() / 2 + length);
	}

	@Test
	void batchIsWrittenWithoutAnythingInBetween() {
		this.session.send(MessageBatch.of(EnginePacket.text("51-[]"), List.of(EnginePacket.binary(new byte[] { 7 }))));
		this.fixture.settle();
		assertThat(ByteBufUtil.hexDump(sent())).isEqualTo("8106" + "34" + "35312d5b5d" + "820107");
	}

	@Test
	void messagesOfOneRoundAreFlushedOnce() {
		int before = this.client.sink().flushes();
		Loops.run(this.client.loop(), () -> {
			for (int i = 0; i < 20; i++) {
				this.session.send("x");
			}
			assertThat(this.session.isWritable()).isFalse();
		});
		this.fixture.settle();
		assertThat(this.client.sink().flushes()).isEqualTo(before + 1);
		assertThat(this.client.frames()).hasSize(21);
		assertThat(Loops.call(this.client.loop(), this.session::isWritable)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7", "x", "é", "\u001e" })
	void malformedPacketEndsTheSession(String packet) {
		this.client.send(packet);
		this.client.send("4ignored");
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:parse error");
		assertThat(this.client.isClosedByServer()).isTrue();
	}

	@Test
	void pingOfTheClientIsAnError() {
		this.client.send("2");
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void closePacketEndsTheSession() {
		this.client.send("1");
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport close");
		assertThat(this.client.isClosedByServer()).isTrue();
	}

	@Test
	void lostConnectionEndsTheSession() {
		this.client.disconnect();
		assertThat(this.fixture.log()).containsExactly("close:transport close");
		this.client.send("4ignored");
		this.session.send("ignored");
		this.session.close();
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport close");
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void closeSendsWhatWasSentBefore() {
		this.session.send("last");
		this.session.close();
		this.session.send("too late");
		this.fixture.settle();
		assertThat(this.client.frames()).hasSize(2).endsWith("4last");
		assertThat(this.client.isClosedByServer()).isTrue();
		assertThat(this.fixture.log()).containsExactly("close:forced close");
	}

	@Test
	void clientThatDoesNotReadBytesIsDropped() {
		this.client.sink().stall(true);
		for (int i = 0; i < 10; i++) {
			this.session.send(new byte[50_000]);
		}
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
		assertThat(this.client.isAborted()).isTrue();
		assertThat(this.fixture.server.overflowCount()).isEqualTo(1);
	}

	@Test
	void clientThatDoesNotReadPacketsIsDropped() {
		this.client.sink().stall(true);
		this.session.send(new byte[70_000]);
		for (int i = 0; i < 49; i++) {
			this.session.send("x");
		}
		this.fixture.settle();
		assertThat(this.session.isOpen()).isTrue();
		this.session.send("x");
		this.session.send("x");
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void clientThatReadsMayBeSentMuchAtOnce() {
		Loops.run(this.client.loop(), () -> {
			for (int i = 0; i < 500; i++) {
				this.session.send(new byte[2000]);
			}
		});
		this.fixture.settle();
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.client.frames()).hasSize(501);
		assertThat(this.fixture.server.overflowCount()).isZero();
	}

	@Test
	void readingFollowsTheApplication() {
		this.session.pauseReading();
		this.fixture.settle();
		assertThat(this.client.channel().config().isAutoRead()).isFalse();
		this.session.resumeReading();
		this.fixture.settle();
		assertThat(this.client.channel().config().isAutoRead()).isTrue();
	}

	@Test
	void readingGoesOnWhenAllWhoPausedAgree() {
		this.session.pauseReading();
		this.session.pauseReading();
		this.session.resumeReading();
		this.fixture.settle();
		assertThat(this.client.channel().config().isAutoRead()).isFalse();
		this.session.resumeReading();
		this.session.resumeReading();
		this.fixture.settle();
		assertThat(this.client.channel().config().isAutoRead()).isTrue();
		this.session.pauseReading();
		this.fixture.settle();
		assertThat(this.client.channel().config().isAutoRead()).isFalse();
	}

	@Test
	void sharedBatchIsEncodedOnceAndReleased() {
		FakeWebSocket second = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(), Requests.webSocket());
		EngineSession other = this.fixture.session();
		MessageBatch batch = MessageBatch.shared(EnginePacket.text("2[\"x\"]"),
				List.of(EnginePacket.binary(new byte[] { 1 })));
		for (EngineSession receiver : List.of(this.session, other, this.session)) {
			Loops.run(receiver.home(), () -> receiver.write(batch));
		}
		assertThat(batch.refCnt()).isEqualTo(1);
		assertThat(batch.release()).isTrue();
		this.fixture.settle();
		Loops.settle(this.session.home());
		assertThat(this.client.frames()).hasSize(5).endsWith("42[\"x\"]", "b:01", "42[\"x\"]", "b:01");
		assertThat(second.frames()).hasSize(3).endsWith("42[\"x\"]", "b:01");
	}

	@Test
	void sharedBatchWithoutReceiversIsReleased() {
		MessageBatch batch = MessageBatch.shared(EnginePacket.text("x"), List.of());
		this.client.disconnect();
		Loops.run(this.client.loop(), () -> this.session.write(batch));
		assertThat(batch.release()).isTrue();
	}

	@Test
	void batchInFlightOutlivesItsMaker() {
		this.client.sink().stall(true);
		MessageBatch batch = MessageBatch.shared(EnginePacket.text("x"), List.of());
		Loops.run(this.client.loop(), () -> this.session.write(batch));
		assertThat(batch.release()).isTrue();
		this.client.sink().stall(false);
		Loops.run(this.client.loop(), this.client.sink()::flush);
		assertThat(this.client.frames()).endsWith("4x");
	}

	private byte[] sent() {
		byte[] all = this.client.sink().bytes();
		return java.util.Arrays.copyOfRange(all, this.opening, all.length);
	}

}
