package io.creel.core;

/**
 * Makes an operation throw {@link StackOverflowError} before it has begun, or not at all. An operation that moves a
 * lock, a permit, a guard or a handle in several steps would lose it if the stack overflowed between two of them. A
 * {@code finally} block does not help, because it overflows as well.
 *
 * <p>
 * <b>How.</b> On the entry of a compiled method, HotSpot checks that the stack has room for all interpreter frames into
 * which the method may be deoptimised. On the entry of an interpreted method it checks for the local variables. So a
 * method with more than eight kilobytes of unused local variables checks for eight kilobytes, at the price of three
 * stores. HotSpot does not check a compiled method that calls nothing; therefore this one ends with a call. The called
 * method has more than 325 bytecodes, so HotSpot never inlines it.
 *
 * <p>
 * The public method of an operation calls {@link #require()} first. After its first step it does not call it again. An
 * operation that consists of others calls {@link #requireTwice()}. Any thread, inside a coroutine or not.
 *
 * <p>
 * <b>Limit.</b> Loading a class needs more room than this. An operation uses the classes of its steps before it begins,
 * for example in a constructor.
 */
public final class StackRoom {
    private static final int CALL_MASK = 63;

    private StackRoom() {
    }

    /**
     * Checks that eight kilobytes of stack are left, which is more than any single operation needs, interpreted or
     * compiled.
     *
     * @throws StackOverflowError
     *             if less is left; the caller has done nothing yet
     */
    public static void require() {
        require(0);
    }

    /**
     * Does what {@link #require()} does, for an operation of a few nanoseconds. It calls the method at its end only
     * once in 64 uses: HotSpot checks the room on entry of its compiled caller because such a call <em>may</em> follow.
     * At least one use in 64 must really call it. Otherwise the compiler removes the call, and with it the check.
     *
     * @param uses
     *            a number that grows by one with each use, or 0
     * @throws StackOverflowError
     *             if less than eight kilobytes are left; the caller has done nothing yet
     */
    @SuppressWarnings("unused") // the variables reserve the room
    static void require(int uses) {
        long aa, ab, ac, ad, ae, af, ag, ah, ai, aj, ak, al, am, an, ao, ap, aq, ar, as, at, au, av, aw, ax, ay, az;
        long ba, bb, bc, bd, be, bf, bg, bh, bi, bj, bk, bl, bm, bn, bo, bp, bq, br, bs, bt, bu, bv, bw, bx, by, bz;
        long ca, cb, cc, cd, ce, cf, cg, ch, ci, cj, ck, cl, cm, cn, co, cp, cq, cr, cs, ct, cu, cv, cw, cx, cy, cz;
        long da, db, dc, dd, de, df, dg, dh, di, dj, dk, dl, dm, dn, dp, dq, dr, ds, dt, du, dv, dw, dx, dy, dz, ea;
        long eb, ec, ed, ee, ef, eg, eh, ei, ej, ek, el, em, en, eo, ep, eq, er, es, et, eu, ev, ew, ex, ey, ez, fa;
        long fb, fc, fd, fe, ff, fg, fh, fi, fj, fk, fl, fm, fn, fo, fp, fq, fr, fs, ft, fu, fv, fw, fx, fy, fz, ga;
        long gb, gc, gd, ge, gf, gg, gh, gi, gj, gk, gl, gm, gn, go, gp, gq, gr, gs, gt, gu, gv, gw, gx, gy, gz, ha;
        long hb, hc, hd, he, hf, hg, hh, hi, hj, hk, hl, hm, hn, ho, hp, hq, hr, hs, ht, hu, hv, hw, hx, hy, hz, ia;
        long ib, ic, id, ie, ig, ih, ii, ij, ik, il, im, in, io, ip, iq, ir, is, it, iu, iv, iw, ix, iy, iz, ja, jb;
        long jc, jd, je, jf, jg, jh, ji, jj, jk, jl, jm, jn, jo, jp, jq, jr, js, jt, ju, jv, jw, jx, jy, jz, ka, kb;
        long kc, kd, ke, kf, kg, kh, ki, kj, kk, kl, km, kn, ko, kp, kq, kr, ks, kt, ku, kv, kw, kx, ky, kz, la, lb;
        long lc, ld, le, lf, lg, lh, li, lj, lk, ll, lm, ln, lo, lp, lq, lr, ls, lt, lu, lv, lw, lx, ly, lz, ma, mb;
        long mc, md, me, mf, mg, mh, mi, mj, mk, ml, mm, mn, mo, mp, mq, mr, ms, mt, mu, mv, mw, mx, my, mz, na, nb;
        long nc, nd, ne, nf, ng, nh, ni, nj, nk, nl, nm, nn, no, np, nq, nr, ns, nt, nu, nv, nw, nx, ny, nz, oa, ob;
        long oc, od, oe, of, og, oh, oi, oj, ok, ol, om, on, oo, op, oq, or, os, ot, ou, ov, ow, ox, oy, oz, pa, pb;
        long pc, pd, pe, pf, pg, ph, pi, pj, pk, pl, pm, pn, po, pp, pq, pr, ps, pt, pu, pv, pw, px, py, pz, qa, qb;
        long qc, qd, qe, qf, qg, qh, qi, qj, qk, ql, qm, qn, qo, qp, qq, qr, qs, qt, qu, qv, qw, qx, qy, qz, ra, rb;
        long rc, rd, re, rf, rg, rh, ri, rj, rk, rl, rm, rn, ro, rp, rq, rr, rs, rt, ru, rv, rw, rx, ry, rz, sa, sb;
        long sc, sd, se, sf, sg, sh, si, sj, sk, sl, sm, sn, so, sp, sq, sr, ss, st, su, sv, sw, sx, sy, sz, ta, tb;
        long tc, td, te, tf, tg, th, ti, tj, tk, tl, tm, tn, to, tp, tq, tr, ts, tt, tu, tv, tw, tx, ty, tz, ua, ub;
        long uc, ud, ue, uf, ug, uh, ui, uj, uk, ul, um, un, uo, up, uq, ur, us, ut, uu, uv, uw, ux, uy, uz, va, vb;
        long vc, vd, ve, vf, vg, vh, vi, vj, vk, vl, vm, vn, vo, vp;
        if ((uses & CALL_MASK) == 0) {
            bottom(1);
        }
    }

    /**
     * Checks for twice as much as {@link #require()}, for an operation that calls others: these cannot overflow any
     * more once it has begun.
     *
     * @throws StackOverflowError
     *             if less is left; the caller has done nothing yet
     */
    @SuppressWarnings("unused") // the variables reserve the room
    public static void requireTwice() {
        long aaa, aab, aac, aad, aae, aaf, aag, aah, aai, aaj, aak, aal, aam, aan, aao, aap, aaq, aar, aas, aat, aau;
        long aav, aaw, aax, aay, aaz, aba, abb, abc, abd, abe, abf, abg, abh, abi, abj, abk, abl, abm, abn, abo, abp;
        long abq, abr, abs, abt, abu, abv, abw, abx, aby, abz, aca, acb, acc, acd, ace, acf, acg, ach, aci, acj, ack;
        long acl, acm, acn, aco, acp, acq, acr, acs, act, acu, acv, acw, acx, acy, acz, ada, adb, adc, add, ade, adf;
        long adg, adh, adi, adj, adk, adl, adm, adn, ado, adp, adq, adr, ads, adt, adu, adv, adw, adx, ady, adz, aea;
        long aeb, aec, aed, aee, aef, aeg, aeh, aei, aej, aek, ael, aem, aen, aeo, aep, aeq, aer, aes, aet, aeu, aev;
        long aew, aex, aey, aez, afa, afb, afc, afd, afe, aff, afg, afh, afi, afj, afk, afl, afm, afn, afo, afp, afq;
        long afr, afs, aft, afu, afv, afw, afx, afy, afz, aga, agb, agc, agd, age, agf, agg, agh, agi, agj, agk, agl;
        long agm, agn, ago, agp, agq, agr, ags, agt, agu, agv, agw, agx, agy, agz, aha, ahb, ahc, ahd, ahe, ahf, ahg;
        long ahh, ahi, ahj, ahk, ahl, ahm, ahn, aho, ahp, ahq, ahr, ahs, aht, ahu, ahv, ahw, ahx, ahy, ahz, aia, aib;
        long aic, aid, aie, aif, aig, aih, aii, aij, aik, ail, aim, ain, aio, aip, aiq, air, ais, ait, aiu, aiv, aiw;
        long aix, aiy, aiz, aja, ajb, ajc, ajd, aje, ajf, ajg, ajh, aji, ajj, ajk, ajl, ajm, ajn, ajo, ajp, ajq, ajr;
        long ajs, ajt, aju, ajv, ajw, ajx, ajy, ajz, aka, akb, akc, akd, ake, akf, akg, akh, aki, akj, akk, akl, akm;
        long akn, ako, akp, akq, akr, aks, akt, aku, akv, akw, akx, aky, akz, ala, alb, alc, ald, ale, alf, alg, alh;
        long ali, alj, alk, all, alm, aln, alo, alp, alq, alr, als, alt, alu, alv, alw, alx, aly, alz, ama, amb, amc;
        long amd, ame, amf, amg, amh, ami, amj, amk, aml, amm, amn, amo, amp, amq, amr, ams, amt, amu, amv, amw, amx;
        long amy, amz, ana, anb, anc, and, ane, anf, ang, anh, ani, anj, ank, anl, anm, ann, ano, anp, anq, anr, ans;
        long ant, anu, anv, anw, anx, any, anz, aoa, aob, aoc, aod, aoe, aof, aog, aoh, aoi, aoj, aok, aol, aom, aon;
        long aoo, aop, aoq, aor, aos, aot, aou, aov, aow, aox, aoy, aoz, apa, apb, apc, apd, ape, apf, apg, aph, api;
        long apj, apk, apl, apm, apn, apo, app, apq, apr, aps, apt, apu, apv, apw, apx, apy, apz, aqa, aqb, aqc, aqd;
        long aqe, aqf, aqg, aqh, aqi, aqj, aqk, aql, aqm, aqn, aqo, aqp, aqq, aqr, aqs, aqt, aqu, aqv, aqw, aqx, aqy;
        long aqz, ara, arb, arc, ard, are, arf, arg, arh, ari, arj, ark, arl, arm, arn, aro, arp, arq, arr, ars, art;
        long aru, arv, arw, arx, ary, arz, asa, asb, asc, asd, ase, asf, asg, ash, asi, asj, ask, asl, asm, asn, aso;
        long asp, asq, asr, ast, asu, asv, asw, asx, asy, asz, ata, atb, atc, atd, ate, atf, atg, ath, ati, atj, atk;
        long atl, atm, atn, ato, atp, atq, atr, ats, att, atu, atv, atw, atx, aty, atz, aua, aub, auc, aud, aue, auf;
        long aug, auh, aui, auj, auk, aul, aum, aun, auo, aup, auq, aur, aus, aut, auu, auv, auw, aux, auy, auz, ava;
        long avb, avc, avd, ave, avf, avg, avh, avi, avj, avk, avl, avm, avn, avo, avp, avq, avr, avs, avt, avu, avv;
        long avw, avx, avy, avz, awa, awb, awc, awd, awe, awf, awg, awh, awi, awj, awk, awl, awm, awn, awo, awp, awq;
        long awr, aws, awt, awu, awv, aww, awx, awy, awz, axa, axb, axc, axd, axe, axf, axg, axh, axi, axj, axk, axl;
        long axm, axn, axo, axp, axq, axr, axs, axt, axu, axv, axw, axx, axy, axz, aya, ayb, ayc, ayd, aye, ayf, ayg;
        long ayh, ayi, ayj, ayk, ayl, aym, ayn, ayo, ayp, ayq, ayr, ays, ayt, ayu, ayv, ayw, ayx, ayy, ayz, aza, azb;
        long azc, azd, aze, azf, azg, azh, azi, azj, azk, azl, azm, azn, azo, azp, azq, azr, azs, azt, azu, azv, azw;
        long azx, azy, azz, baa, bab, bac, bad, bae, baf, bag, bah, bai, baj, bak, bal, bam, ban, bao, bap, baq, bar;
        long bas, bat, bau, bav, baw, bax, bay, baz, bba, bbb, bbc, bbd, bbe, bbf, bbg, bbh, bbi, bbj, bbk, bbl, bbm;
        long bbn, bbo, bbp, bbq, bbr, bbs, bbt, bbu, bbv, bbw, bbx, bby, bbz, bca, bcb, bcc, bcd, bce, bcf, bcg, bch;
        long bci, bcj, bck, bcl, bcm, bcn, bco, bcp, bcq, bcr, bcs, bct, bcu, bcv, bcw, bcx, bcy, bcz, bda, bdb, bdc;
        long bdd, bde, bdf, bdg, bdh, bdi, bdj, bdk, bdl, bdm, bdn, bdo, bdp, bdq, bdr, bds, bdt, bdu, bdv, bdw, bdx;
        long bdy, bdz, bea, beb, bec, bed, bee, bef, beg, beh, bei, bej, bek, bel, bem, ben, beo, bep, beq, ber, bes;
        long bet, beu, bev, bew, bex, bey, bez, bfa, bfb, bfc, bfd, bfe, bff, bfg, bfh, bfi, bfj, bfk, bfl, bfm, bfn;
        long bfo, bfp, bfq, bfr, bfs, bft, bfu, bfv, bfw, bfx, bfy, bfz, bga, bgb, bgc, bgd, bge, bgf, bgg, bgh, bgi;
        long bgj, bgk, bgl, bgm, bgn, bgo, bgp, bgq, bgr, bgs, bgt, bgu, bgv, bgw, bgx, bgy, bgz, bha, bhb, bhc, bhd;
        long bhe, bhf, bhg, bhh, bhi, bhj, bhk, bhl, bhm, bhn, bho, bhp, bhq, bhr, bhs, bht, bhu, bhv, bhw, bhx, bhy;
        long bhz, bia, bib, bic, bid, bie, bif, big, bih, bii, bij, bik, bil, bim, bin, bio, bip, biq, bir, bis, bit;
        long biu, biv, biw, bix, biy, biz, bja, bjb, bjc, bjd, bje, bjf, bjg, bjh, bji, bjj, bjk, bjl, bjm, bjn, bjo;
        long bjp, bjq, bjr, bjs, bjt, bju, bjv, bjw, bjx, bjy, bjz, bka, bkb, bkc, bkd, bke, bkf, bkg, bkh, bki, bkj;
        long bkk, bkl, bkm, bkn, bko, bkp, bkq, bkr, bks, bkt, bku, bkv, bkw, bkx, bky, bkz, bla, blb, blc, bld, ble;
        long blf, blg, blh, bli, blj, blk, bll, blm, bln, blo, blp, blq, blr, bls, blt, blu, blv, blw, blx, bly, blz;
        long bma, bmb, bmc, bmd, bme, bmf, bmg, bmh, bmi, bmj, bmk, bml, bmm, bmn, bmo, bmp, bmq, bmr, bms, bmt, bmu;
        long bmv, bmw, bmx, bmy, bmz, bna, bnb, bnc, bnd, bne, bnf, bng, bnh, bni, bnj, bnk, bnl, bnm, bnn, bno, bnp;
        long bnq, bnr, bns, bnt, bnu, bnv, bnw, bnx, bny, bnz, boa, bob, boc, bod, boe, bof, bog, boh, boi, boj, bok;
        long bol, bom, bon, boo, bop, boq, bor, bos, bot, bou, bov, bow, box, boy, boz, bpa, bpb, bpc, bpd, bpe, bpf;
        long bpg, bph, bpi, bpj, bpk, bpl, bpm, bpn, bpo, bpp, bpq, bpr, bps, bpt, bpu, bpv, bpw, bpx, bpy, bpz, bqa;
        long bqb, bqc, bqd, bqe, bqf, bqg, bqh, bqi, bqj, bqk, bql, bqm, bqn, bqo, bqp, bqq, bqr, bqs, bqt, bqu, bqv;
        long bqw, bqx, bqy, bqz, bra, brb, brc;
        bottom(1);
    }

    /** Has a switch table of 400 bytes, so that no compiler inlines it and its callers really call a method. */
    private static int bottom(int value) {
        return switch (value) {
            case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
                    30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54,
                    55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79,
                    80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101 ->
                1;
            default -> value;
        };
    }
}
