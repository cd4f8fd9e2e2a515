;; The two passes of resize.ts on vectors of 128 bits; "npm run generate" turns this into resize-kernels.ts.
;;
;; A weight w has 22 bits behind its point, too many for the 16 x 16 bit products that processors do eight at a time. It
;; comes as two halves, w = 4096 * high + low, whose sums are kept apart and put together at the end. All of it is integer
;; arithmetic modulo 2^32, so the bytes are those of the plain loops, whatever the order of the sums.
;;
;; Both passes read and write up to 16 bytes beyond the ends of what they are told: the caller leaves room. What is read
;; there meets weights of zero, and what is written there is written again by the next row.
(module
  (memory (export "memory") 1)

  ;; [height, width, 3] -> [height, to, 3]. The taps of an output pixel are groups of four neighbours. A group's weights
  ;; are four pairs of int16: low of the first two, low of the last two, high of the first two, high of the last two.
  (func (export "rows")
    (param $source i32) (param $height i32) (param $stride i32) ;; stride: bytes of a source row
    (param $out i32) (param $to i32)
    (param $first i32) ;; [to] int32: byte within a row where the taps of an output pixel begin
    (param $weights i32) (param $groups i32) ;; [to, groups, 8] int16
    (local $x i32) (local $p i32) (local $w i32) (local $g i32)
    (local $v v128) (local $a v128) (local $b v128) (local $low v128) (local $high v128) (local $zero v128)
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $height)))
        (local.set $height (i32.sub (local.get $height) (i32.const 1)))
        (local.set $w (local.get $weights))
        (local.set $x (i32.const 0))
        (loop $pixel
          (local.set $p
            (i32.add (local.get $source) (i32.load (i32.add (local.get $first) (i32.shl (local.get $x) (i32.const 2))))))
          (local.set $low (v128.const i32x4 0x200000 0x200000 0x200000 0)) ;; one half, for rounding
          (local.set $high (v128.const i32x4 0 0 0 0))
          (local.set $g (local.get $groups))
          (loop $group
            (local.set $v (v128.load (local.get $p)))
            ;; r0 r1 g0 g1 b0 b1 . . and r2 r3 g2 g3 b2 b3 . . as int16
            (local.set $a
              (i8x16.shuffle 0 16 3 16 1 16 4 16 2 16 5 16 16 16 16 16 (local.get $v) (local.get $zero)))
            (local.set $b
              (i8x16.shuffle 6 16 9 16 7 16 10 16 8 16 11 16 16 16 16 16 (local.get $v) (local.get $zero)))
            (local.set $low
              (i32x4.add (local.get $low)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $a) (v128.load32_splat (local.get $w)))
                  (i32x4.dot_i16x8_s (local.get $b) (v128.load32_splat offset=4 (local.get $w))))))
            (local.set $high
              (i32x4.add (local.get $high)
                (i32x4.add
                  (i32x4.dot_i16x8_s (local.get $a) (v128.load32_splat offset=8 (local.get $w)))
                  (i32x4.dot_i16x8_s (local.get $b) (v128.load32_splat offset=12 (local.get $w))))))
            (local.set $p (i32.add (local.get $p) (i32.const 12)))
            (local.set $w (i32.add (local.get $w) (i32.const 16)))
            (br_if $group (local.tee $g (i32.sub (local.get $g) (i32.const 1)))))
          (local.set $v
            (i32x4.shr_s
              (i32x4.add (local.get $low) (i32x4.shl (local.get $high) (i32.const 12)))
              (i32.const 22)))
          (local.set $v (i16x8.narrow_i32x4_s (local.get $v) (local.get $v)))
          (v128.store32_lane 0 (local.get $out) (i8x16.narrow_i16x8_u (local.get $v) (local.get $v))) ;; clips to 0..255
          (local.set $out (i32.add (local.get $out) (i32.const 3)))
          (br_if $pixel (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 1))) (local.get $to))))
        (local.set $source (i32.add (local.get $source) (local.get $stride)))
        (br $row))))

  ;; [height, stride] -> [to, stride], rows of bytes. The taps of an output row are pairs of source rows; a pair's weights are
  ;; two pairs of int16, low and high.
  (func (export "columns")
    (param $source i32) (param $stride i32)
    (param $out i32) (param $to i32)
    (param $first i32) ;; [to] int32: byte of the source where the taps of an output row begin
    (param $count i32) ;; [to] int32: how many pairs it has
    (param $weights i32) (param $width i32) ;; [to, width] bytes
    (local $i i32) (local $p i32) (local $w i32) (local $n i32) (local $start i32)
    (local $u v128) (local $v v128) (local $x v128) (local $y v128) (local $wl v128) (local $wh v128)
    (local $l0 v128) (local $l1 v128) (local $l2 v128) (local $l3 v128)
    (local $h0 v128) (local $h1 v128) (local $h2 v128) (local $h3 v128)
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $to)))
        (local.set $to (i32.sub (local.get $to) (i32.const 1)))
        (local.set $start (i32.add (local.get $source) (i32.load (local.get $first))))
        (local.set $i (i32.const 0))
        (loop $block ;; 16 bytes of the row
          (local.set $p (i32.add (local.get $start) (local.get $i)))
          (local.set $w (local.get $weights))
          (local.set $n (i32.load (local.get $count)))
          (local.set $l0 (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $l1 (local.get $l0))
          (local.set $l2 (local.get $l0))
          (local.set $l3 (local.get $l0))
          (local.set $h0 (v128.const i32x4 0 0 0 0))
          (local.set $h1 (local.get $h0))
          (local.set $h2 (local.get $h0))
          (local.set $h3 (local.get $h0))
          (loop $pair
            (local.set $u (v128.load (local.get $p)))
            (local.set $p (i32.add (local.get $p) (local.get $stride)))
            (local.set $v (v128.load (local.get $p)))
            (local.set $p (i32.add (local.get $p) (local.get $stride)))
            (local.set $wl (v128.load32_splat (local.get $w)))
            (local.set $wh (v128.load32_splat offset=4 (local.get $w)))
            (local.set $w (i32.add (local.get $w) (i32.const 8)))
            ;; a byte of the first row beside the one below it, as int16
            (local.set $x (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $u) (local.get $v)))
            (local.set $y (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $u) (local.get $v)))
            (local.set $u (i16x8.extend_low_i8x16_u (local.get $x)))
            (local.set $l0 (i32x4.add (local.get $l0) (i32x4.dot_i16x8_s (local.get $u) (local.get $wl))))
            (local.set $h0 (i32x4.add (local.get $h0) (i32x4.dot_i16x8_s (local.get $u) (local.get $wh))))
            (local.set $u (i16x8.extend_high_i8x16_u (local.get $x)))
            (local.set $l1 (i32x4.add (local.get $l1) (i32x4.dot_i16x8_s (local.get $u) (local.get $wl))))
            (local.set $h1 (i32x4.add (local.get $h1) (i32x4.dot_i16x8_s (local.get $u) (local.get $wh))))
            (local.set $u (i16x8.extend_low_i8x16_u (local.get $y)))
            (local.set $l2 (i32x4.add (local.get $l2) (i32x4.dot_i16x8_s (local.get $u) (local.get $wl))))
            (local.set $h2 (i32x4.add (local.get $h2) (i32x4.dot_i16x8_s (local.get $u) (local.get $wh))))
            (local.set $u (i16x8.extend_high_i8x16_u (local.get $y)))
            (local.set $l3 (i32x4.add (local.get $l3) (i32x4.dot_i16x8_s (local.get $u) (local.get $wl))))
            (local.set $h3 (i32x4.add (local.get $h3) (i32x4.dot_i16x8_s (local.get $u) (local.get $wh))))
            (br_if $pair (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
          (v128.store (i32.add (local.get $out) (local.get $i))
            (i8x16.narrow_i16x8_u
              (i16x8.narrow_i32x4_s
                (i32x4.shr_s (i32x4.add (local.get $l0) (i32x4.shl (local.get $h0) (i32.const 12))) (i32.const 22))
                (i32x4.shr_s (i32x4.add (local.get $l1) (i32x4.shl (local.get $h1) (i32.const 12))) (i32.const 22)))
              (i16x8.narrow_i32x4_s
                (i32x4.shr_s (i32x4.add (local.get $l2) (i32x4.shl (local.get $h2) (i32.const 12))) (i32.const 22))
                (i32x4.shr_s (i32x4.add (local.get $l3) (i32x4.shl (local.get $h3) (i32.const 12))) (i32.const 22)))))
          (br_if $block (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 16))) (local.get $stride))))
        (local.set $out (i32.add (local.get $out) (local.get $stride)))
        (local.set $first (i32.add (local.get $first) (i32.const 4)))
        (local.set $count (i32.add (local.get $count) (i32.const 4)))
        (local.set $weights (i32.add (local.get $weights) (local.get $width)))
        (br $row))))
)
