package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.Region;

/** A region that is read, with its share of the memory. */
record MemberRegion(Region region, RegionMemory.Share share) {}
