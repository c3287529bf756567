package dev.socketio.autoconfigure;

import dev.socketio.protocol.DecoderLimits;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class PropertiesDecoderLimitsTests {

	private final LimitsProperties properties = new LimitsProperties();

	@Test
	void defaultsAreThoseOfTheCore() {
		DecoderLimits limits = PropertiesDecoderLimits.of(this.properties, 1_000_000);
		assertThat(limits).usingRecursiveComparison().isEqualTo(DecoderLimits.DEFAULT);
	}

	@Test
	void everyPropertyCounts() {
		this.properties.setMaxAttachments(1);
		this.properties.setMaxDepth(2);
		this.properties.setMaxArguments(3);
		this.properties.setMaxNamespaceLength(4);
		this.properties.setMaxEventNameLength(5);
		this.properties.setMaxAuthBytes(DataSize.ofBytes(6));
		this.properties.setMaxPacketBytes(DataSize.ofBytes(7));
		assertThat(PropertiesDecoderLimits.of(this.properties, 1_000_000)).usingRecursiveComparison()
			.isEqualTo(DecoderLimits.builder()
				.maxAttachments(1)
				.maxDepth(2)
				.maxArguments(3)
				.maxNamespaceLength(4)
				.maxEventNameLength(5)
				.maxAuthBytes(6)
				.maxPacketBytes(7)
				.build());
	}

	@Test
	void packetsMayBeTwiceAsLargeAsMessages() {
		assertThat(PropertiesDecoderLimits.of(this.properties, 10).maxPacketBytes()).isEqualTo(20);
		assertThat(PropertiesDecoderLimits.of(this.properties, Integer.MAX_VALUE).maxPacketBytes())
			.isEqualTo(2L * Integer.MAX_VALUE);
	}

	@Test
	void smallestValuesAreAllowed() {
		this.properties.setMaxAttachments(0);
		this.properties.setMaxDepth(1);
		this.properties.setMaxArguments(0);
		this.properties.setMaxNamespaceLength(1);
		this.properties.setMaxEventNameLength(1);
		this.properties.setMaxAuthBytes(DataSize.ofBytes(0));
		this.properties.setMaxPacketBytes(DataSize.ofBytes(1));
		assertThat(PropertiesDecoderLimits.of(this.properties, 1).maxAuthBytes()).isZero();
	}

	@Test
	void largestCredentialsAreThoseOfAnArray() {
		this.properties.setMaxAuthBytes(DataSize.ofBytes(Integer.MAX_VALUE));
		assertThat(PropertiesDecoderLimits.of(this.properties, 1).maxAuthBytes()).isEqualTo(Integer.MAX_VALUE);
	}

}
